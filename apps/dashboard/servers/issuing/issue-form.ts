import { isNotEmpty, type UseFormReturnType, useForm } from '@mantine/form';
import type { Schemas } from '../../api/client.ts';
import { EXPIRY_RULES, type ExpiryValues, expiryOf } from '../../expiry/expiry.ts';
import type { Server, ServerConfig, ToolChoice } from '../server-queries.ts';
import { ACCESS_TEMPLATES, type AccessTemplate } from './access-templates.ts';

type Issuer = NonNullable<ServerConfig['oauth']['external']>;

/** A config as a form holds it: its fields are there also where they are empty. */
export type FormConfig = Omit<ServerConfig, 'oauth'> & {
  oauth: Omit<ServerConfig['oauth'], 'external'> & { external: Issuer };
};

/** What a server is, as a form holds it. */
export interface ServerValues {
  name: string;
  accountId: string;
  config: FormConfig;
}

/** The form as it is filled in; expiry as people think of it. */
export interface IssueValues extends ServerValues, ExpiryValues {
  template: string | null;
}

export type IssueForm = UseFormReturnType<IssueValues>;

const DEFAULT_DAYS = 30;
const NAME_RULE = isNotEmpty('Give it a name.');

const noIssuer = (): Issuer => ({ issuer: '', jwks_uri: '', audience: '', required_scopes: [], email_claim: 'email' });

/** A stored config in a form. */
export const formConfig = (config: ServerConfig): FormConfig => {
  const { oauth, ...rest } = structuredClone(config);
  return { ...rest, oauth: { ...oauth, external: oauth.external ?? noIssuer() } };
};

/** A form's config as the API takes it: an issuer where one was filled in and counts. */
export const sentConfig = ({ oauth, ...rest }: FormConfig): ServerConfig => {
  const { issuer, jwks_uri, audience } = oauth.external;
  const given = [issuer, jwks_uri, audience].filter((text) => text.trim() !== '').length;
  const isMeant = rest.auth === 'oauth' && oauth.provider === 'external' ? given > 0 : given === 3;
  return { ...rest, oauth: { ...oauth, external: isMeant ? oauth.external : null } };
};

const emptyConfig = (): FormConfig => ({
  toolsets: ['api'],
  methods: [],
  tags: [],
  tools: { include: [], exclude: [] },
  auth: 'url',
  require_api_token_auth: false,
  oauth: {
    provider: 'gateway',
    sign_in: ['member'],
    emails: [],
    domains: [],
    client_credentials: false,
    external: noIssuer(),
  },
  identity: { kind: 'service_account', user: null, act_as_user: false },
  log_arguments: false,
  tool_exposure: 'auto',
  tools_tokens_max: null,
  limits: { rows: 1_000, characters: 150_000, seconds: 200 },
});

/** What a template changes in the form. */
export const templateValues = ({ id, choice, days }: AccessTemplate, values: IssueValues): Partial<IssueValues> => ({
  template: id,
  config: {
    ...values.config,
    methods: [...choice.methods],
    tags: [...choice.tags],
    tools: { include: [...(choice.tools?.include ?? [])], exclude: [] },
  },
  expiryKind: days === null ? 'never' : 'duration',
  days: days ?? values.days,
});

/** @param original the server to copy the settings of. */
export function initialValues(
  accountId: string,
  original?: { readonly name: string; readonly config: ServerConfig },
): IssueValues {
  const empty: IssueValues = {
    name: '',
    accountId,
    template: null,
    config: emptyConfig(),
    expiryKind: 'never',
    days: DEFAULT_DAYS,
    date: null,
  };
  if (original !== undefined) return { ...empty, name: `${original.name} (copy)`, config: formConfig(original.config) };
  const [first] = ACCESS_TEMPLATES;
  return first === undefined ? empty : { ...empty, ...templateValues(first, empty) };
}

export const useIssueForm = (values: IssueValues): IssueForm =>
  useForm({
    initialValues: values,
    validate: {
      name: NAME_RULE,
      accountId: isNotEmpty('Choose the Looker that it leads to.'),
      ...EXPIRY_RULES,
    },
  });

/** A server as the form that changes it holds it. */
export const editValues = ({ name, integrated_account_id, config }: Server): ServerValues => ({
  name,
  accountId: integrated_account_id,
  config: formConfig(config),
});

/** The form that changes a server. */
export const useEditForm = (server: Server) =>
  useForm<ServerValues>({ initialValues: editValues(server), validate: { name: NAME_RULE } });

export const choiceOfForm = ({ config }: ServerValues): ToolChoice => ({
  methods: config.methods,
  tags: config.tags,
  ...config.tools,
});

/** What the API takes. */
export const issueBody = (values: IssueValues, now: Date): Schemas['CreateMcpServerDto'] => ({
  name: values.name,
  config: sentConfig(values.config),
  expires_at: expiryOf(values, now),
});
