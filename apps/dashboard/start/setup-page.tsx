import { Button, Stack, Text, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { answer, api, type Schemas } from '../api/client.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { EntranceCard } from '../session/entrance-card.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from '../session/new-password-fields.tsx';
import { signInMethodsQuery, useEnter } from '../session/session-query.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { QueryView } from '../states/query-view.tsx';

/** What a gateway without an organization shows: its owner makes the first one. */
export function SetupPage() {
  const methods = useQuery(signInMethodsQuery);
  return (
    <EntranceCard
      title="Set up this gateway"
      lead="Step 1 of 4. Make your organization; then connect Looker, issue a URL, and see the first call arrive."
    >
      <QueryView query={methods} rows={3}>
        {({ password }) => <SetupForm hasPassword={password} />}
      </QueryView>
    </EntranceCard>
  );
}

function useSetUp(onRefused: (problem: Error) => void) {
  const enter = useEnter();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Schemas['SetUpDto']) => answer(api.POST('/setup', { body })),
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/start' });
    },
    onError: onRefused,
  });
}

function SetupForm({ hasPassword }: { hasPassword: boolean }) {
  const { code } = useSearch({ from: '/setup' });
  const form = useForm({
    initialValues: { code: code ?? '', organization_name: '', email: '', password: '', repeated: '' },
    validate: {
      code: isNotEmpty('Type the code that stands in the gateway’s log.'),
      organization_name: isNotEmpty('Give it a name.'),
      email: isEmail('Type your e-mail address.'),
      ...(hasPassword && NEW_PASSWORD_RULES),
    },
  });
  const { unplaced, refused } = useRefusals(form);
  const setUp = useSetUp(refused);
  const submit = form.onSubmit(({ password, repeated: _, ...body }) =>
    setUp.mutate({ ...body, ...(hasPassword && { password }) }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Setup code"
          description="From the gateway’s log, printed at its start: it shows that the gateway is yours."
          placeholder="7QK2-M0ZX-93BD-H4TV-WRA8"
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('code')}
        />
        <TextInput
          label="Organization"
          placeholder="Acme"
          autoComplete="organization"
          {...form.getInputProps('organization_name')}
        />
        <TextInput label="Your e-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
        {hasPassword ? (
          <NewPasswordFields form={form} label="Password" />
        ) : (
          <Text size="sm" c="dimmed">
            This gateway takes no passwords: from the next time on, you sign in with this address at your provider.
          </Text>
        )}
        {unplaced !== null && <ProblemState problem={unplaced} />}
        <Button type="submit" loading={setUp.isPending}>
          Create the organization
        </Button>
      </Stack>
    </form>
  );
}
