import { type Html, html } from '../../../http/answers/html-page.js';

/** A client's name, which may be any text of its own, in a sentence of ours: it shows where the name begins and ends. */
export const clientName = ({ name }: { readonly name: string }): Html => html`<bdi class="name">“${name}”</bdi>`;
