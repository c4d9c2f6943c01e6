import { Alert, Button, Divider, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { problemText } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { RowsSkeleton } from '../states/rows-skeleton.tsx';
import { EntranceCard } from './entrance-card.tsx';
import { NEW_PASSWORD_HINT, newPasswordProblem, repeatProblem } from './new-password.ts';
import { signInMethodsQuery, useEnter } from './session-query.ts';

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' });
  const methods = useQuery(signInMethodsQuery);
  if (!methods.isSuccess)
    return (
      <EntranceCard title="Accept the invitation">
        {methods.isError ? (
          <ProblemState problem={methods.error} onRetry={() => void methods.refetch()} />
        ) : (
          <RowsSkeleton rows={2} />
        )}
      </EntranceCard>
    );
  const { password, single_sign_on } = methods.data;
  return (
    <EntranceCard title="Accept the invitation" lead="Choose how you will sign in from now on.">
      {single_sign_on !== null && (
        <Button
          component="a"
          href={`${single_sign_on.path}?${new URLSearchParams({ invitation: token })}`}
          variant={password ? 'default' : 'filled'}
        >
          Join with {single_sign_on.name}
        </Button>
      )}
      {single_sign_on !== null && password && <Divider label="or with a password" />}
      {password && <JoinForm token={token} />}
    </EntranceCard>
  );
}

function JoinForm({ token }: { token: string }) {
  const enter = useEnter();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { password: '', repeated: '' },
    validate: { password: newPasswordProblem, repeated: (value, values) => repeatProblem(value, values.password) },
  });
  const join = useMutation({
    mutationFn: (password: string) => answer(api.POST('/invitation/accept', { body: { token, password } })),
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/' });
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => join.mutate(password))} noValidate>
      <Stack>
        {join.isError && (
          <Alert color="red" role="alert">
            {problemText(join.error)}
          </Alert>
        )}
        <PasswordInput
          label="New password"
          description={NEW_PASSWORD_HINT}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <PasswordInput label="Once more" autoComplete="new-password" {...form.getInputProps('repeated')} />
        <Button type="submit" loading={join.isPending}>
          Join
        </Button>
      </Stack>
    </form>
  );
}
