import { Alert, Anchor, PasswordInput, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { answer, api, type Schemas } from '../api/client.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { QueryView } from '../states/query-view.tsx';
import { EntranceCard, EntranceForm, EntranceWays } from './entrance-card.tsx';
import { signInMethodsQuery, useEnter } from './session-query.ts';
import { requestIdOf, signInProblem } from './sign-in-problems.ts';

export function SignInPage() {
  const methods = useQuery(signInMethodsQuery);
  const { error, reason, request_id, organization_id } = useSearch({ from: '/sign-in' });
  const requestId = requestIdOf(request_id);
  return (
    <EntranceCard title="Sign in" lead="Issue, see and end access to Looker.">
      {error !== undefined && (
        <Alert
          color="red"
          title={reason === 'signed_in_as_another' ? 'You are signed in already' : 'You were not signed in'}
          role="alert"
        >
          <Text size="sm">{signInProblem(error, reason)}</Text>
          {reason === 'signed_in_as_another' && (
            <Anchor href="#/" size="sm" underline="always">
              Stay signed in as you are
            </Anchor>
          )}
          {requestId !== undefined && (
            <Text size="xs" mt="xs">
              Request {requestId}
            </Text>
          )}
        </Alert>
      )}
      <QueryView query={methods} rows={2}>
        {(found) => (
          <EntranceWays
            methods={found}
            singleSignOn={{
              label: (provider) => `Continue with ${provider}`,
              target: organization_id === undefined ? {} : { organization_id },
            }}
          >
            <PasswordForm isLocal={found.local} />
          </EntranceWays>
        )}
      </QueryView>
    </EntranceCard>
  );
}

function PasswordForm({ isLocal }: { isLocal: boolean }) {
  const enter = useEnter();
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: isNotEmpty('Type your e-mail address.'), password: isNotEmpty('Type your password.') },
  });
  const { unplaced, refused } = useRefusals(form);
  const signIn = useMutation({
    mutationFn: (body: Schemas['SignInDto']) => answer(api.POST('/session', { body })),
    onSuccess: (session) => {
      enter(session);
      router.history.push(next ?? '/');
    },
    onError: refused,
  });
  return (
    <EntranceForm
      entering={{ isPending: signIn.isPending, error: unplaced }}
      button="Sign in"
      onSubmit={form.onSubmit((values) => signIn.mutate(values))}
      hint={isLocal && <LocalHint />}
    >
      <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
      <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
    </EntranceForm>
  );
}

const LocalHint = () => (
  <Text size="sm" c="dimmed">
    E-mail and password are in <code>local.json</code> in the gateway’s data folder, <code>.data</code> unless it was
    told another one. The{' '}
    <Anchor href="/docs" inherit underline="always">
      API
    </Anchor>{' '}
    needs a token only.
  </Text>
);
