import { html, htmlPage } from '../../../http/answers/html-page.js';

/** What a person sees when a sign-in cannot go on. @param message what happened and what to do next. */
export const errorPage = (message: string): string =>
  htmlPage(
    'Sign-in stopped',
    html`<h1>This sign-in cannot go on</h1>
<p>${message}</p>
<footer><p>${/connect again/i.test(message) ? undefined : 'Go back to your assistant and connect again. '}If it stays like this, tell whoever gave you the URL what stands above.</p></footer>`,
    'narrow',
  );
