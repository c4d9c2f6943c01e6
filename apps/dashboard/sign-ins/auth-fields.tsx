import { MultiSelect, Select, Switch, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ServerValues } from '../servers/issuing/issue-form.ts';
import { IssuerFields } from './issuer-fields.tsx';
import { LookerAdvice } from './looker-advice.tsx';

const AUTHS = [
  { value: 'url', label: 'Whoever has the URL' },
  { value: 'api_token', label: 'Whoever has it and an API token' },
  { value: 'oauth', label: 'People who sign in' },
];

const PROVIDERS = [
  { value: 'gateway', label: 'Here, at the gateway' },
  { value: 'external', label: 'At your own authorization server' },
  { value: 'looker', label: 'At Looker, by Looker’s own OAuth' },
];

const SIGN_INS = [
  { value: 'looker', label: 'At Looker: calls have their own permissions' },
  { value: 'member', label: 'As members of the organization' },
  { value: 'openid_provider', label: 'At your own OpenID provider, without being members' },
];

const ADVICE: Readonly<Record<string, string>> = {
  url: 'The token in the URL is the credential: it is a secret like a password.',
  api_token: 'The URL is not enough: each request also carries an API token of the organization.',
  oauth: 'The URL is no secret. Each person signs in and lets their client in; you see who did, and can end it.',
};

const PROVIDER_ADVICE: Readonly<Record<string, string>> = {
  gateway: 'Clients register, people sign in and consent at the gateway; sign-ins are listed and can be ended here.',
  external:
    'The gateway takes the access tokens that your issuer gives out for this server. Looker is called by the service account.',
  looker: 'Looker gives out the tokens, which are passed on to it: the gateway holds no credential of its own here.',
};

/** Who may use a URL, and by what they prove it. */
export function AuthFields<Values extends ServerValues>({ form }: { form: UseFormReturnType<Values> }) {
  const { auth, oauth } = form.values.config;
  return (
    <>
      <Select
        label="Who may use it"
        description={ADVICE[auth]}
        data={AUTHS}
        allowDeselect={false}
        {...form.getInputProps('config.auth')}
      />
      {auth === 'oauth' && (
        <>
          <Select
            label="Where they sign in"
            description={PROVIDER_ADVICE[oauth.provider]}
            data={PROVIDERS}
            allowDeselect={false}
            {...form.getInputProps('config.oauth.provider')}
          />
          {oauth.provider === 'gateway' && (
            <MultiSelect label="How they sign in" data={SIGN_INS} {...form.getInputProps('config.oauth.sign_in')} />
          )}
          {oauth.provider === 'looker' && <LookerAdvice />}
          {oauth.provider === 'external' && <IssuerFields form={form} />}
          <PeopleFields form={form} />
          {oauth.provider === 'gateway' && (
            <Switch
              label="Programs may come in without a person"
              description="With an OAuth client of the organization that may; Looker is then called by the service account."
              {...form.getInputProps('config.oauth.client_credentials', { type: 'checkbox' })}
            />
          )}
        </>
      )}
    </>
  );
}

function PeopleFields<Values extends ServerValues>({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <>
      <TagsInput
        label="Only these people"
        description="E-mail addresses. With none here and below: everybody whom the way of signing in knows."
        placeholder="ana@acme.com"
        {...form.getInputProps('config.oauth.emails')}
      />
      <TagsInput
        label="Everybody at these domains"
        placeholder="acme.com"
        {...form.getInputProps('config.oauth.domains')}
      />
    </>
  );
}
