import { TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ServerValues } from '../servers/issuing/issue-form.ts';

const TEXTS = [
  {
    name: 'issuer',
    label: 'Issuer',
    description: 'As its tokens have it in “iss”, to the letter.',
    placeholder: 'https://login.acme.com/',
  },
  {
    name: 'jwks_uri',
    label: 'Address of its public keys',
    description: 'The “jwks_uri” of its metadata.',
    placeholder: 'https://login.acme.com/jwks',
  },
  {
    name: 'audience',
    label: 'Audience',
    description: 'What its tokens for this server have in “aud”.',
    placeholder: 'looker-mcp',
  },
  {
    name: 'email_claim',
    label: 'Claim with the e-mail address',
    description: 'By it people are judged below, and named in the call log.',
    placeholder: 'email',
  },
] as const;

/** A customer's own authorization server, whose access tokens a URL takes. */
export function IssuerFields<Values extends ServerValues>({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <>
      {TEXTS.map(({ name, ...texts }) => (
        <TextInput key={name} {...texts} {...form.getInputProps(`config.oauth.external.${name}`)} />
      ))}
      <TagsInput
        label="Scopes that each token must have"
        placeholder="looker.query"
        {...form.getInputProps('config.oauth.external.required_scopes')}
      />
    </>
  );
}
