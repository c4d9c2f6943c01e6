import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { problemText } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { QueryView } from '../states/query-view.tsx';
import { EntranceCard, EntranceForm, EntranceWays } from './entrance-card.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from './new-password-fields.tsx';
import { type Session, sessionQuery, signInMethodsQuery, useEnter } from './session-query.ts';

/** Where the link of an invitation leads: whoever is signed in joins as the same person, unless they are another one. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' });
  const session = useQuery(sessionQuery);
  const [isSomebodyElse, { open: asSomebodyElse }] = useDisclosure();
  const email = isSomebodyElse ? undefined : session.data?.member.email;
  return (
    <EntranceCard
      title="Accept the invitation"
      {...(session.isSuccess && { lead: email === undefined ? WAYS_LEAD : `You are signed in as ${email}.` })}
    >
      <QueryView query={session} rows={2}>
        {() =>
          email === undefined ? (
            <NewcomerWays token={token} />
          ) : (
            <JoinAs token={token} email={email} onSomebodyElse={asSomebodyElse} />
          )
        }
      </QueryView>
    </EntranceCard>
  );
}

const WAYS_LEAD = 'Choose how you will sign in from now on.';

function NewcomerWays({ token }: { token: string }) {
  const methods = useQuery(signInMethodsQuery);
  const singleSignOn = {
    label: (provider: string) => `Join with ${provider}`,
    search: `?${new URLSearchParams({ invitation: token })}`,
  };
  return (
    <QueryView query={methods} rows={2}>
      {(found) => (
        <EntranceWays methods={found} singleSignOn={singleSignOn}>
          <JoinForm token={token} />
        </EntranceWays>
      )}
    </QueryView>
  );
}

interface JoinAsProps {
  readonly token: string;
  readonly email: string;
  readonly onSomebodyElse: () => void;
}

function JoinAs({ token, email, onSomebodyElse }: JoinAsProps) {
  const join = useJoin(() => answer(api.POST('/invitation/join', { body: { token } })));
  return (
    <Stack>
      {join.isError && (
        <Alert color="red" role="alert">
          {problemText(join.error)}
        </Alert>
      )}
      <Button loading={join.isPending} onClick={() => join.mutate('')} classNames={{ label: 'long-text' }}>
        Join as {email}
      </Button>
      <Button variant="default" onClick={onSomebodyElse}>
        Join as somebody else
      </Button>
    </Stack>
  );
}

/** Joins, and goes on in the organization. */
function useJoin(join: (password: string) => Promise<Session>) {
  const enter = useEnter();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: join,
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/' });
    },
  });
}

function JoinForm({ token }: { token: string }) {
  const form = useForm({ initialValues: { password: '', repeated: '' }, validate: NEW_PASSWORD_RULES });
  const join = useJoin((password) => answer(api.POST('/invitation/accept', { body: { token, password } })));
  return (
    <EntranceForm
      entering={join}
      button="Join"
      onSubmit={form.onSubmit(({ password }) => join.mutate(password))}
      hint={<SignInFirst token={token} />}
    >
      <NewPasswordFields form={form} />
    </EntranceForm>
  );
}

const SignInFirst = ({ token }: { token: string }) => (
  <Text size="sm" c="dimmed">
    Do you sign in to another organization here already?{' '}
    <Anchor href={`#/sign-in?${new URLSearchParams({ next: `/invitation/${token}` })}`} inherit underline="always">
      Sign in first
    </Anchor>
    , and join as the same person.
  </Text>
);
