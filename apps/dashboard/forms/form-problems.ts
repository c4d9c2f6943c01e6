import { ApiProblem } from '../api/api-problem.ts';

interface FormErrors {
  setErrors(errors: Record<string, string>): void;
}

/**
 * Puts what the gateway says of single fields beside them.
 * @param places which field of the form a refusal as a whole belongs to, by its code.
 * @returns whether all of it is shown at fields.
 */
export function showAtFields(form: FormErrors, problem: unknown, places: Record<string, string> = {}): boolean {
  if (!(problem instanceof ApiProblem)) return false;
  const place = places[problem.code];
  const errors: Record<string, string> = Object.fromEntries(problem.fields.map(({ path, rule }) => [path, rule]));
  if (place !== undefined) errors[place] = problem.message;
  form.setErrors(errors);
  return Object.keys(errors).length > 0;
}
