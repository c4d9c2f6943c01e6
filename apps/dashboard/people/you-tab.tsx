import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from '../session/new-password-fields.tsx';
import { signInMethodsQuery, useSession, useSignOut } from '../session/session-query.ts';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { roleLabel } from './people-queries.ts';

/** What members do about themselves. */
export function YouTab() {
  const session = useSession();
  const methods = useQuery(signInMethodsQuery);
  const everywhere = useSignOut('everywhere');
  if (session === null) return null;
  const isInSeveral = session.organizations.length > 1;
  return (
    <Stack maw={640}>
      <Section title="You">
        <Facts
          facts={[
            ['E-mail', session.member.email],
            ['Role', roleLabel(session.role)],
            ['Joined', <Moment key="joined" at={session.member.created_at} form="absolute" />],
          ]}
        />
      </Section>
      {methods.data?.password && (
        <Section title="Password" {...(isInSeveral && { lead: 'It is the same in all your organizations.' })}>
          <PasswordForm />
        </Section>
      )}
      <Section title="Sessions">
        <Text size="sm">
          This session ends <Moment at={session.expires_at} />. If a device is lost, end all of them
          {isInSeveral && ', in all your organizations'}.
        </Text>
        {everywhere.isError && <ProblemState problem={everywhere.error} />}
        <Group>
          <Button variant="default" loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
            Sign out everywhere
          </Button>
        </Group>
      </Section>
    </Stack>
  );
}

function PasswordForm() {
  const form = useForm({
    initialValues: { current: '', password: '', repeated: '' },
    validate: {
      current: isNotEmpty('Type your password until now.'),
      ...NEW_PASSWORD_RULES,
    },
  });
  const { unplaced, refused } = useRefusals(form, {
    ...{ current_password: 'current', new_password: 'password' },
    'credential.invalid': 'current',
  });
  const change = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string }) =>
      answer(api.POST('/session/password', { body: { current_password: current, new_password: password } })),
    onSuccess: () => {
      form.reset();
      doneNote('Your password is changed, and your other sessions are ended.');
    },
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
      <Stack>
        <PasswordInput label="Current password" autoComplete="current-password" {...form.getInputProps('current')} />
        <NewPasswordFields form={form} />
        {unplaced !== null && <ProblemState problem={unplaced} />}
        <Group>
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
