import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { problemText } from '../api/api-problem.ts';
import { answer, api, type Schemas } from '../api/client.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { QueryView } from '../states/query-view.tsx';
import { EntranceCard, EntranceForm, EntranceWays } from './entrance-card.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from './new-password-fields.tsx';
import { type Session, sessionQuery, signInMethodsQuery, useEnter } from './session-query.ts';

/** Where the link of an invitation leads: whoever is signed in joins as the same person, unless they are another one. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' });
  const invitation = useQuery(invitationQuery(token));
  const session = useQuery(sessionQuery);
  const [isSomebodyElse, { open: asSomebodyElse }] = useDisclosure();
  const email = isSomebodyElse ? undefined : session.data?.member.email;
  return (
    <EntranceCard
      title="Accept the invitation"
      {...(invitation.data !== undefined && { lead: <Offer invitation={invitation.data} /> })}
    >
      {invitation.isError ? (
        <Alert color="red" role="alert">
          {problemText(invitation.error)}
        </Alert>
      ) : (
        <QueryView query={both(invitation, session)} rows={2}>
          {([offered]) =>
            email === undefined ? (
              <NewcomerWays token={token} />
            ) : (
              <JoinAs token={token} email={email} invited={offered.email} onSomebodyElse={asSomebodyElse} />
            )
          }
        </QueryView>
      )}
    </EntranceCard>
  );
}

/** What the link offers. A token of a link changes nothing: it is asked for once. */
const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitations', 'of-link', token],
    queryFn: () => answer(api.POST('/invitation/find', { body: { token } })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

type Offered = Schemas['FoundInvitationView'];

/** Two queries as one. */
function both<A, B>(a: UseQueryResult<A>, b: UseQueryResult<B>) {
  const refetch = () => Promise.all([a.refetch(), b.refetch()]);
  const data = a.data === undefined || b.data === undefined ? undefined : ([a.data, b.data] as const);
  return { data, error: a.error ?? b.error, refetch };
}

const Offer = ({ invitation: { organization_name, email, role } }: { invitation: Offered }) => (
  <>
    You join <b>{organization_name}</b> as {ROLE_WORDS[role]}. The invitation is for {email}.
  </>
);

const ROLE_WORDS: Record<Offered['role'], string> = {
  viewer: 'a viewer, who sees everything and changes nothing',
  admin: 'an admin, who changes everything but owners',
  owner: 'an owner, who changes everything',
};

function NewcomerWays({ token }: { token: string }) {
  const methods = useQuery(signInMethodsQuery);
  const singleSignOn = { label: (provider: string) => `Join with ${provider}`, target: { token } };
  return (
    <QueryView query={methods} rows={2}>
      {(found) => (
        <Stack>
          <Text size="sm">Choose how you will sign in from now on.</Text>
          <EntranceWays methods={found} singleSignOn={singleSignOn}>
            <JoinForm token={token} />
          </EntranceWays>
        </Stack>
      )}
    </QueryView>
  );
}

interface JoinAsProps {
  readonly token: string;
  readonly email: string;
  /** Whom the invitation is for. */
  readonly invited: string;
  readonly onSomebodyElse: () => void;
}

function JoinAs({ token, email, invited, onSomebodyElse }: JoinAsProps) {
  const join = useJoin(() => answer(api.POST('/invitation/join', { body: { token } })));
  // An address is compared as it was written, in small letters; what is refused all the same is said by the answer.
  if (email.toLowerCase() !== invited.toLowerCase())
    return (
      <Stack>
        <Text size="sm" className="long-text">
          You are signed in as {email}, who is not invited.
        </Text>
        <Button onClick={onSomebodyElse} classNames={{ label: 'long-text' }}>
          Join as {invited}
        </Button>
      </Stack>
    );
  return (
    <Stack>
      {join.isError && (
        <Alert color="red" role="alert">
          {problemText(join.error)}
        </Alert>
      )}
      <Text size="sm" className="long-text">
        You are signed in as {email}.
      </Text>
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
function useJoin(join: (password: string) => Promise<Session>, onRefused?: (problem: Error) => void) {
  const enter = useEnter();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: join,
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/' });
    },
    ...(onRefused !== undefined && { onError: onRefused }),
  });
}

function JoinForm({ token }: { token: string }) {
  const form = useForm({ initialValues: { password: '', repeated: '' }, validate: NEW_PASSWORD_RULES });
  const { unplaced, refused } = useRefusals(form);
  const join = useJoin((password) => answer(api.POST('/invitation/accept', { body: { token, password } })), refused);
  return (
    <EntranceForm
      entering={{ isPending: join.isPending, error: unplaced }}
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
