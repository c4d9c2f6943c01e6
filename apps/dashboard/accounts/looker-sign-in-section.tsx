import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Section } from '../frame/section.tsx';
import { actionsColumn, type Column, RecordTable, ROW_BUTTON } from '../records/record-table.tsx';
import { useMay } from '../session/session-query.ts';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { type Account, type AppRegistration, type LookerApp, lookerAppsQuery, registerApp } from './account-queries.ts';
import { ByHandDialog, OtherAppDialog } from './looker-app-dialogs.tsx';

const STATES: Record<LookerApp['state'], { label: string; color: string }> = {
  registered: { label: 'Registered', color: 'teal' },
  other_redirect: { label: 'Other redirect', color: 'red' },
  disabled: { label: 'Disabled', color: 'red' },
  not_seen: { label: 'Not seen', color: 'gray' },
};

const useRegister = (account: Account) =>
  useMutation({
    mutationFn: (body: AppRegistration) => registerApp(account, body),
    meta: { changes: ['accounts'] },
    onSuccess: () => doneNote('Looker has the app, and shows it as it was registered.'),
  });

/** By which OAuth apps people sign in at the account's Looker. */
export function LookerSignInSection({ account }: { account: Account }) {
  const apps = useQuery(lookerAppsQuery(account.id));
  const may = useMay('accounts:write');
  const register = useRegister(account);
  const [byHand, { open: openByHand, close: closeByHand }] = useDisclosure();
  const [other, { open: openOther, close: closeOther }] = useDisclosure();
  return (
    <Section
      title="Sign-in at Looker"
      lead="People who sign in there call with their own permissions. Looker has to know each app that they sign in with."
      actions={
        may && (
          <Group gap="xs">
            <Button variant="default" onClick={openByHand} disabled={apps.data === undefined}>
              By hand
            </Button>
            <Button variant="default" leftSection={<PlusIcon />} onClick={openOther}>
              Another app
            </Button>
          </Group>
        )
      }
    >
      {register.error !== null && <ProblemState problem={register.error} />}
      <QueryView query={apps} rows={3}>
        {(found) => (
          <>
            <Own
              account={account}
              app={found.apps.find(({ preset }) => preset === 'gateway')}
              button={
                may && (
                  <Button mt="sm" loading={register.isPending} onClick={() => register.mutate({ preset: 'gateway' })}>
                    Register the gateway in Looker
                  </Button>
                )
              }
            />
            <RecordTable
              label="OAuth apps in Looker"
              columns={
                may ? [...COLUMNS, registerColumn(register.mutate, register.variables, register.isPending)] : COLUMNS
              }
              rows={found.apps}
              rowKey={({ preset }) => preset}
              isBare
            />
            <ByHandDialog account={account} apps={found} opened={byHand} onClose={closeByHand} />
          </>
        )}
      </QueryView>
      <OtherAppDialog account={account} opened={other} onClose={closeOther} />
    </Section>
  );
}

/** Whether people can sign in at all on the gateway's pages. */
interface OwnProps {
  readonly account: Account;
  readonly app: LookerApp | undefined;
  readonly button: ReactNode;
}

/** Whether people can sign in at all on the gateway’s pages. */
function Own({ account, app, button }: OwnProps) {
  if (account.oauth_client_guid === null)
    return (
      <Alert color="indigo" title="Nobody can sign in at this Looker yet">
        <div>
          The gateway registers itself there with the account’s API key, where that is a Looker administrator’s.
        </div>
        {button}
      </Alert>
    );
  if (app === undefined || app.problem === null) return null;
  return (
    <Alert color="yellow" title="People may not get in">
      {app.problem}
    </Alert>
  );
}

const NAMES: Record<LookerApp['preset'], string> = {
  gateway: 'This gateway',
  'claude-desktop': 'Claude Desktop',
  cursor: 'Cursor',
  vscode: 'VS Code',
  antigravity: 'Antigravity',
  custom: 'Another app',
};

const COLUMNS: readonly Column<LookerApp>[] = [
  {
    title: 'App',
    cell: ({ preset, client_guid, registration, problem }) => (
      <Stack gap={0}>
        <b>{NAMES[preset]}</b>
        <Text size="sm" c="dimmed" className="long-text">
          {client_guid}, sends people back to {hostOf(registration.redirect_uri)}
        </Text>
        {preset !== 'gateway' && problem !== null && (
          <Text size="sm" className="long-text">
            {problem}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    title: 'In Looker',
    cell: ({ state }) => <Badge color={STATES[state].color}>{STATES[state].label}</Badge>,
  },
];

const hostOf = (uri: string) => (URL.canParse(uri) ? new URL(uri).host : uri);

const registerColumn = (
  register: (body: AppRegistration) => void,
  last: AppRegistration | undefined,
  isPending: boolean,
): Column<LookerApp> =>
  actionsColumn<LookerApp>(({ preset, state }) => (
    <Button
      {...ROW_BUTTON}
      aria-label={`${state === 'not_seen' ? 'Register' : 'Register again'}: ${NAMES[preset]}`}
      loading={isPending && last?.preset === preset}
      disabled={isPending}
      onClick={() => register({ preset })}
    >
      {state === 'not_seen' ? 'Register' : 'Register again'}
    </Button>
  ));
