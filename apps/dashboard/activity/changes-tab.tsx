import { Alert, Button, Group, Select, Stack } from '@mantine/core';
import { CheckCircledIcon, CrossCircledIcon } from '@radix-ui/react-icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { amount } from '../records/amounts.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { PagesView } from '../states/pages-view.tsx';
import { QueryView } from '../states/query-view.tsx';
import { ACTIONS, changePagesQuery, readChanges, verificationQuery } from './change-queries.ts';
import { ChangesTable } from './changes-table.tsx';
import { ExportMenu } from './export-menu.tsx';

const OPTIONS = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));

/** The audit trail, and whether it is as it was written. */
export function ChangesTab() {
  const { action } = useSearch({ from: '/signed-in/activity' });
  const navigate = useNavigate();
  const changes = useInfiniteQuery(changePagesQuery(action));
  return (
    <Stack>
      <Verification />
      <Group align="flex-end" justify="space-between">
        <Select
          label="What happened"
          placeholder="All"
          clearable
          searchable
          data={OPTIONS}
          value={action ?? null}
          onChange={(chosen) =>
            void navigate({ to: '/activity', search: { tab: 'changes', ...(chosen !== null && { action: chosen }) } })
          }
        />
        <ExportMenu name="audit-trail" load={(cursor) => readChanges(action, cursor, 100)} />
      </Group>
      <PagesView
        query={changes}
        rows={8}
        empty={<EmptyState title="No such changes">Nothing of this kind has happened yet.</EmptyState>}
      >
        {(rows) => <ChangesTable changes={rows} />}
      </PagesView>
    </Stack>
  );
}

function Verification() {
  const report = useQuery(verificationQuery);
  const again = (
    <Button size="xs" variant="default" loading={report.isFetching} onClick={() => void report.refetch()}>
      Verify again
    </Button>
  );
  return (
    <QueryView query={report} rows={1}>
      {({ events, broken }) =>
        broken === null ? (
          <Alert color="teal" icon={<CheckCircledIcon />} title="The trail is whole">
            <Group justify="space-between">
              {`All ${amount(events)} entries are as they were written; none is missing.`}
              {again}
            </Group>
          </Alert>
        ) : (
          <Alert color="red" icon={<CrossCircledIcon />} title="The trail was tampered with">
            <Group justify="space-between">
              {`Entry ${broken.sequence} is not as it was written: ${broken.fault}. The ${amount(events)} entries before it are good.`}
              {again}
            </Group>
          </Alert>
        )
      }
    </QueryView>
  );
}
