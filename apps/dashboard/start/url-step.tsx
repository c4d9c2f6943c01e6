import { Alert, Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Account, accountOptions } from '../accounts/account-queries.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { Section } from '../frame/section.tsx';
import { AccessTemplates } from '../servers/issuing/access-templates-field.tsx';
import { initialValues, useIssueForm } from '../servers/issuing/issue-form.ts';
import { useIssue } from '../servers/issuing/issue-form-view.tsx';
import type { AccountServer, CreatedServer } from '../servers/server-queries.ts';
import { ProblemState } from '../states/problem-state.tsx';

interface UrlStepProps {
  readonly accounts: readonly Account[];
  readonly accountId: string | undefined;
  readonly servers: readonly AccountServer[];
  readonly onIssued: (server: CreatedServer) => void;
  readonly onNext: () => void;
}

/** The first URL: a name and a template are enough. */
export function UrlStep({ accounts, accountId, servers, onIssued, onNext }: UrlStepProps) {
  const chosen = accounts.find(({ id }) => id === accountId) ?? accounts[0];
  const form = useIssueForm({ ...initialValues(chosen?.id ?? ''), name: servers.length === 0 ? 'My first URL' : '' });
  const { unplaced, refused } = useRefusals(form);
  const issue = useIssue(onIssued, refused);
  return (
    <Section
      title="Issue a URL"
      lead="It leads an MCP client, such as Claude, to your Looker. Choose what it may do there."
    >
      {servers.length > 0 && (
        <Alert
          variant="light"
          color="teal"
          title={servers.length === 1 ? 'There is one already' : 'There are some already'}
        >
          <Group justify="space-between" gap="sm">
            <Text size="sm">
              {servers
                .map(({ server }) => server.name)
                .slice(0, 3)
                .join(', ')}
            </Text>
            <Button size="xs" variant="default" onClick={onNext}>
              Go on without a new one
            </Button>
          </Group>
        </Alert>
      )}
      <form onSubmit={form.onSubmit((values) => issue.mutate(values))} noValidate>
        <Stack>
          <TextInput
            label="Name"
            description="The person, agent or contractor that will use it."
            maw={480}
            {...form.getInputProps('name')}
          />
          {accounts.length > 1 && (
            <Select
              label="Looker"
              allowDeselect={false}
              maw={480}
              data={accountOptions(accounts)}
              {...form.getInputProps('accountId')}
            />
          )}
          <AccessTemplates form={form} />
          {unplaced !== null && <ProblemState problem={unplaced} />}
          <Group>
            <Button type="submit" loading={issue.isPending}>
              Issue the URL
            </Button>
            <Text size="sm" c="dimmed">
              Limits, expiry and single tools:{' '}
              <Anchor component={Link} to={`/servers/new?account=${form.values.accountId}`} inherit underline="always">
                all settings
              </Anchor>
            </Text>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
