import { Button, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { isInRange, isNotEmpty, type UseFormReturnType, useForm } from '@mantine/form';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isChangedMeanwhile } from '../api/api-problem.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { OtherEdits } from '../forms/other-edits.tsx';
import { useShownVersion } from '../forms/use-shown-version.ts';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { secondsWords } from '../records/time-words.ts';
import { useMay } from '../session/session-query.ts';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { OpenidProviderSection } from './openid-provider-section.tsx';

type Organization = Schemas['OrganizationView'];

const DAYS_MAX = 3650;
const MINUTES_MAX = 24 * 60;
const REFRESH_DAYS_MAX = 366;

const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: () => answer(api.GET('/organization')),
});

/** What holds for the whole organization. */
export function OrganizationPage() {
  const organization = useQuery(organizationQuery);
  const may = useMay('organization:write');
  return (
    <>
      <PageHeader title="Organization" lead="What holds for all accounts, servers and people." />
      <QueryView query={organization} rows={3}>
        {(found) => (
          <Stack maw={640}>
            {may ? <Settings organization={found} /> : <Described organization={found} />}
            <OpenidProviderSection hasProvider={found.has_openid_provider} />
          </Stack>
        )}
      </QueryView>
    </>
  );
}

function Described({ organization }: { organization: Organization }) {
  const { id, name, call_log_retention_days, access_token_minutes, refresh_token_days, created_at } = organization;
  return (
    <Section title="Settings">
      <Facts
        facts={[
          ['Name', name],
          ['Tool calls are kept for', `${call_log_retention_days} days`],
          ['Clients register themselves', organization.dynamic_client_registration ? 'yes' : 'no'],
          ['Access tokens last', secondsWords(access_token_minutes * 60)],
          ['Unused sign-ins last', `${refresh_token_days} days`],
          ['Made', <Moment key="made" at={created_at} form="absolute" />],
          ['ID', <code key="id">{id}</code>],
        ]}
      />
    </Section>
  );
}

type Values = Pick<
  Organization,
  'name' | 'call_log_retention_days' | 'dynamic_client_registration' | 'access_token_minutes' | 'refresh_token_days'
>;

const LABELS: Readonly<Record<keyof Values, string>> = {
  name: 'Name',
  call_log_retention_days: 'Days to keep tool calls',
  dynamic_client_registration: 'Clients may register themselves',
  access_token_minutes: 'Minutes that an access token lasts',
  refresh_token_days: 'Days that an unused sign-in lasts',
};

const valuesOf = (organization: Organization): Values => ({
  name: organization.name,
  call_log_retention_days: organization.call_log_retention_days,
  dynamic_client_registration: organization.dynamic_client_registration,
  access_token_minutes: organization.access_token_minutes,
  refresh_token_days: organization.refresh_token_days,
});

function Settings({ organization }: { organization: Organization }) {
  const { id, version } = organization;
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: valuesOf(organization),
    validate: {
      name: isNotEmpty('Give it a name.'),
      call_log_retention_days: isInRange({ min: 1, max: DAYS_MAX }, `From 1 to ${DAYS_MAX} days`),
      access_token_minutes: isInRange({ min: 5, max: MINUTES_MAX }, `From 5 to ${MINUTES_MAX} minutes`),
      refresh_token_days: isInRange({ min: 1, max: REFRESH_DAYS_MAX }, `From 1 to ${REFRESH_DAYS_MAX} days`),
    },
  });
  const others = useShownVersion(form, version, valuesOf(organization));
  const { unplaced, refused } = useRefusals(form);
  const save = useMutation({
    mutationFn: (body: Schemas['ChangeOrganizationDto']) =>
      answer(api.PATCH('/organization', { params: { header: ifMatch(organization) }, body })),
    onSuccess: async () => {
      form.resetDirty();
      await readAnew(queryClient, ['organization', 'session']);
      doneNote('Saved.');
    },
    onError: refused,
  });
  const isRefused = save.isError && isChangedMeanwhile(save.error);
  return (
    <form onSubmit={form.onSubmit((body) => save.mutate(body))} noValidate>
      <Stack>
        <Section title="Settings">
          <TextInput label={LABELS.name} {...form.getInputProps('name')} />
          <NumberInput
            label={LABELS.call_log_retention_days}
            description="Older ones are removed from the call log within the hour. The audit trail is kept for good."
            min={1}
            max={DAYS_MAX}
            {...form.getInputProps('call_log_retention_days')}
          />
          <Facts facts={[['ID for the API', <code key="id">{id}</code>]]} />
        </Section>
        <SignInSettings form={form} />
        <OtherEdits edits={others} labels={LABELS} isRefused={isRefused} />
        {unplaced !== null && !isRefused && <ProblemState problem={unplaced} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** From an hour on, in hours, too. */
const lastsFor = (minutes: number | string) =>
  `${typeof minutes === 'number' && minutes >= 60 ? `That is ${secondsWords(minutes * 60)}. ` : ''}Clients then refresh it without asking anybody.`;

/** What holds for sign-ins at all MCP servers whose people sign in at the gateway. */
function SignInSettings({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <Section title="Sign-in at MCP servers">
      <Switch
        label={LABELS.dynamic_client_registration}
        description="Claude, ChatGPT and others do. Without it, only clients that an admin registered get in, and those that name themselves by the address of a document. What people let in before goes on: end it under “People and keys”, “Sign-ins”."
        {...form.getInputProps('dynamic_client_registration', { type: 'checkbox' })}
      />
      <NumberInput
        label={LABELS.access_token_minutes}
        description={lastsFor(form.values.access_token_minutes)}
        min={5}
        max={MINUTES_MAX}
        {...form.getInputProps('access_token_minutes')}
      />
      <NumberInput
        label={LABELS.refresh_token_days}
        description="Each refresh begins it anew. After it, people sign in again."
        min={1}
        max={REFRESH_DAYS_MAX}
        {...form.getInputProps('refresh_token_days')}
      />
    </Section>
  );
}
