const BYTES_MIN = 12;
const BYTES_MAX = 72;

export const NEW_PASSWORD_HINT = `At least ${BYTES_MIN} characters; several words are easy to remember.`;

/** What is wrong with a new password, as the gateway would say it; null: nothing. */
export function newPasswordProblem(password: string): string | null {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes < BYTES_MIN) return `At least ${BYTES_MIN} characters are needed.`;
  return bytes > BYTES_MAX ? `At most ${BYTES_MAX} characters fit.` : null;
}

export const repeatProblem = (repeated: string, password: string): string | null =>
  repeated === password ? null : 'The two passwords differ.';
