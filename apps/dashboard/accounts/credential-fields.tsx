import { PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Schemas } from '../api/client.ts';

export type LookerFields = Schemas['LookerCredentialsDto'];

/** What is wrong with an address of a Looker; the gateway itself decides whether it may be reached. */
export const addressProblem = (address: string): string | null =>
  /^https?:\/\/[^/?#\s]+\/?$/i.test(address) ? null : 'Begin with https://, and leave out the path.';

/** Which field a refused connection is about. */
export const CONNECTION_PLACES = {
  'looker.address_refused': 'looker.base_url',
  'looker.unreachable': 'looker.base_url',
  'looker.not_looker': 'looker.base_url',
  'looker.login_refused': 'looker.client_secret',
};

/** Address and key of a Looker, in a form that keeps them under `looker`. */
export function CredentialFields<Values extends { looker: LookerFields }>({
  form,
  isReplacing = false,
}: {
  form: UseFormReturnType<Values>;
  isReplacing?: boolean;
}) {
  const unchanged = isReplacing ? { placeholder: 'Stays as it is' } : {};
  return (
    <>
      <TextInput
        label="Address of the Looker API"
        description="Without a path. Older instances listen on port 19999."
        placeholder="https://acme.cloud.looker.com"
        type="url"
        autoComplete="off"
        {...form.getInputProps('looker.base_url')}
      />
      <TextInput
        label="Client ID"
        description="Of an API key of the Looker user to act as."
        autoComplete="off"
        {...unchanged}
        {...form.getInputProps('looker.client_id')}
      />
      <PasswordInput
        label="Client secret"
        description="Sealed at once; it is never shown again."
        autoComplete="off"
        {...unchanged}
        {...form.getInputProps('looker.client_secret')}
      />
    </>
  );
}
