import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useRefusals } from '../forms/form-problems.ts';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from '../session/new-password-fields.tsx';
import { signInMethodsQuery, useSession, useSignOut } from '../session/session-query.ts';
import { OwnSignIns } from '../sign-ins/sign-ins-tab.tsx';
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
    <Stack maw={920}>
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
        <Section
          title="Password"
          lead={`A new one ends your other sessions and lets out the programs that are let in as you${isInSeveral ? ', in all your organizations, where it is the same' : ''}.`}
        >
          <PasswordForm />
        </Section>
      )}
      <Section
        title="Programs that are let in as you"
        lead={`What you let in at MCP servers by your password or single sign-on${isInSeveral ? `, in ${session.organization.name}` : ''}.`}
      >
        <OwnSignIns memberId={session.member.id} />
      </Section>
      <Section title="Sessions">
        <Text size="sm">
          This session ends <Moment at={session.expires_at} />. If a device is lost, end all of them
          {isInSeveral && ', in all your organizations'}: the programs that are let in as you are out then, too, and ask
          you to sign in again.
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

  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string }) =>
      answer(api.POST('/session/password', { body: { current_password: current, new_password: password } })),
    onSuccess: () => {
      form.reset();
      void queryClient.invalidateQueries({ queryKey: ['sign-ins'] });
      doneNote(
        'Your password is changed. Your other sessions are ended, and programs that were let in as you are out.',
      );
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
