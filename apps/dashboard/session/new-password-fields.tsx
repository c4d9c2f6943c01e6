import { PasswordInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';

const BYTES_MIN = 12;
const BYTES_MAX = 72;

export interface NewPasswordValues {
  password: string;
  repeated: string;
}

/** What is wrong with each value, as the gateway would say it, for the form's validation. */
export const NEW_PASSWORD_RULES = {
  password: (password: string) => {
    const bytes = new TextEncoder().encode(password).length;
    if (bytes < BYTES_MIN) return `At least ${BYTES_MIN} characters are needed.`;
    return bytes > BYTES_MAX ? `At most ${BYTES_MAX} characters fit.` : null;
  },
  repeated: (repeated: string, { password }: NewPasswordValues) =>
    repeated === password ? null : 'The two passwords differ.',
};

interface NewPasswordFieldsProps<Values> {
  readonly form: UseFormReturnType<Values>;
  readonly label?: string;
}

/** A password that somebody thinks up, twice. */
export function NewPasswordFields<Values extends NewPasswordValues>({
  form,
  label = 'New password',
}: NewPasswordFieldsProps<Values>) {
  return (
    <>
      <PasswordInput
        label={label}
        description={`At least ${BYTES_MIN} characters; several words are easy to remember.`}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <PasswordInput label="Once more" autoComplete="new-password" {...form.getInputProps('repeated')} />
    </>
  );
}
