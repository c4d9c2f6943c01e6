import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { problemText } from '../api/api-problem.ts';
import { answer, api, type Schemas } from '../api/client.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { RowsSkeleton } from '../states/rows-skeleton.tsx';
import { EntranceCard } from './entrance-card.tsx';
import { signInMethodsQuery, useEnter } from './session-query.ts';

export function SignInPage() {
  const methods = useQuery(signInMethodsQuery);
  const search = useSearch({ from: '/sign-in' });
  return (
    <EntranceCard title="Sign in" lead="Issue, see and end access to Looker.">
      {search.message !== undefined && (
        <Alert color="red" title="You were not signed in" role="alert">
          <Text size="sm">{search.message}</Text>
          {search.request_id !== undefined && (
            <Text size="xs" mt="xs">
              Request {search.request_id}
            </Text>
          )}
        </Alert>
      )}
      {methods.isPending && <RowsSkeleton rows={2} />}
      {methods.isError && <ProblemState problem={methods.error} onRetry={() => void methods.refetch()} />}
      {methods.isSuccess && <Ways methods={methods.data} />}
    </EntranceCard>
  );
}

function Ways({ methods: { password, single_sign_on, local } }: { methods: Schemas['SignInMethodsView'] }) {
  return (
    <Stack>
      {single_sign_on !== null && (
        <Button component="a" href={single_sign_on.path} variant={password ? 'default' : 'filled'} fullWidth>
          Continue with {single_sign_on.name}
        </Button>
      )}
      {single_sign_on !== null && password && <Divider label="or with a password" />}
      {password && <PasswordForm isLocal={local} />}
    </Stack>
  );
}

function PasswordForm({ isLocal }: { isLocal: boolean }) {
  const enter = useEnter();
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: isNotEmpty('Your e-mail address'), password: isNotEmpty('Your password') },
  });
  const signIn = useMutation({
    mutationFn: (body: Schemas['SignInDto']) => answer(api.POST('/session', { body })),
    onSuccess: (session) => {
      enter(session);
      router.history.push(next ?? '/');
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack>
        {signIn.isError && (
          <Alert color="red" role="alert">
            {problemText(signIn.error)}
          </Alert>
        )}
        <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          Sign in
        </Button>
        {isLocal && (
          <Text size="sm" c="dimmed">
            E-mail and password are in <code>local.json</code> in the gateway’s data folder, <code>.data</code> unless
            it was told another one. The{' '}
            <Anchor href="/docs" inherit underline="always">
              API
            </Anchor>{' '}
            needs a token only.
          </Text>
        )}
      </Stack>
    </form>
  );
}
