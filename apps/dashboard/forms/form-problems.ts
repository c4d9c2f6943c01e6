import { useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';

interface FilledForm {
  getValues(): object;
  setErrors(errors: Record<string, string>): void;
}

/** What of a form a refusal is about: by its code, or by the path that the API has for a field, the path of a field of the form. */
type Places = Readonly<Record<string, string>>;

/**
 * Puts what the gateway says of single fields beside them.
 * @returns whether all of it is shown at fields.
 */
export function showAtFields(form: FilledForm, problem: unknown, places: Places = {}): boolean {
  if (!(problem instanceof ApiProblem)) return false;
  const errors: Record<string, string> = {};
  const shown = problem.fields.map(({ path, rule }) => {
    const field = places[path] ?? fieldAt(form.getValues(), path);
    if (field === undefined) return false;
    errors[field] = errors[field] === undefined ? sentenceOf(path, rule) : `${errors[field]} ${sentenceOf(path, rule)}`;
    return true;
  });
  const place = places[problem.code];
  // What is said of the field itself is shorter than what is said of all.
  if (place !== undefined) errors[place] ??= problem.message;
  form.setErrors(errors);
  return place !== undefined || (shown.length > 0 && !shown.includes(false));
}

/**
 * The same, and what is left of a refusal: it stands at the end of the form.
 * @returns `refused`, to be told of each refusal.
 */
export function useRefusals(form: FilledForm, places: Places = {}) {
  const [unplaced, setUnplaced] = useState<Error | null>(null);
  const refused = (problem: Error) => setUnplaced(showAtFields(form, problem, places) ? null : problem);
  return { unplaced, refused };
}

/** The field of a form that holds what the API has at a path: of an entry of a list, the list. */
function fieldAt(values: unknown, path: string): string | undefined {
  const [name = '', ...rest] = path.split('.');
  if (typeof values !== 'object' || values === null || !(name in values)) return undefined;
  const value: unknown = (values as Readonly<Record<string, unknown>>)[name];
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  if (!isGroup || rest.length === 0) return name;
  const inner = fieldAt(value, rest.join('.'));
  return inner === undefined ? undefined : `${name}.${inner}`;
}

const VERB = /^(must|should|is|has|may|can|cannot|needs|holds|contains|does)\b/;

/** `email must be an email`, `must name at least one way`: what the API says of a field, as a sentence that stands beside it. */
function sentenceOf(path: string, rule: string): string {
  const name = path.split('.').at(-1) ?? '';
  const bare = rule.startsWith(`${name} `) ? rule.slice(name.length + 1) : rule;
  const entries = bare.replace(`each value in ${name} `, 'each entry ');
  const text = VERB.test(entries) ? `It ${entries}` : entries.charAt(0).toUpperCase() + entries.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
