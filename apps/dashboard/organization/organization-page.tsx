import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { isInRange, isNotEmpty, useForm } from '@mantine/form';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isChangedMeanwhile } from '../api/api-problem.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import { OtherEdits } from '../forms/other-edits.tsx';
import { useShownVersion } from '../forms/use-shown-version.ts';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { useMay } from '../session/session-query.ts';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { QueryView } from '../states/query-view.tsx';

type Organization = Schemas['OrganizationView'];

const DAYS_MAX = 3650;

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
          <Stack maw={640}>{may ? <Settings organization={found} /> : <Described organization={found} />}</Stack>
        )}
      </QueryView>
    </>
  );
}

function Described({
  organization: { id, name, call_log_retention_days, created_at },
}: {
  organization: Organization;
}) {
  return (
    <Section title="Settings">
      <Facts
        facts={[
          ['Name', name],
          ['Tool calls are kept for', `${call_log_retention_days} days`],
          ['Made', <Moment key="made" at={created_at} form="absolute" />],
          ['ID', <code key="id">{id}</code>],
        ]}
      />
    </Section>
  );
}

const LABELS = { name: 'Name', call_log_retention_days: 'Days to keep tool calls' };

function Settings({ organization }: { organization: Organization }) {
  const { name, call_log_retention_days, id, version } = organization;
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name, call_log_retention_days },
    validate: {
      name: isNotEmpty('Give it a name'),
      call_log_retention_days: isInRange({ min: 1, max: DAYS_MAX }, `From 1 to ${DAYS_MAX} days`),
    },
  });
  const others = useShownVersion(form, version, { name, call_log_retention_days });
  const save = useMutation({
    mutationFn: (body: Schemas['ChangeOrganizationDto']) =>
      answer(api.PATCH('/organization', { params: { header: ifMatch(organization) }, body })),
    onSuccess: async () => {
      form.resetDirty();
      await readAnew(queryClient, ['organization', 'session']);
      doneNote('Saved.');
    },
  });
  const isRefused = save.isError && isChangedMeanwhile(save.error);
  return (
    <Section title="Settings">
      <form onSubmit={form.onSubmit((body) => save.mutate(body))} noValidate>
        <Stack>
          <TextInput label="Name" {...form.getInputProps('name')} />
          <NumberInput
            label="Days to keep tool calls"
            description="Older ones are removed from the call log within the hour. The audit trail is kept for good."
            min={1}
            max={DAYS_MAX}
            {...form.getInputProps('call_log_retention_days')}
          />
          <TextInput label="ID for the API" value={id} readOnly variant="filled" />
          <OtherEdits edits={others} labels={LABELS} isRefused={isRefused} />
          {save.isError && !isRefused && <ProblemState problem={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
