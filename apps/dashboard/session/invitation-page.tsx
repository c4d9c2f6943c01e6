import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { answer, api } from '../api/client.ts';
import { QueryView } from '../states/query-view.tsx';
import { EntranceCard, EntranceForm, EntranceWays } from './entrance-card.tsx';
import { NEW_PASSWORD_RULES, NewPasswordFields } from './new-password-fields.tsx';
import { signInMethodsQuery, useEnter } from './session-query.ts';

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' });
  const methods = useQuery(signInMethodsQuery);
  const singleSignOn = {
    label: (provider: string) => `Join with ${provider}`,
    search: `?${new URLSearchParams({ invitation: token })}`,
  };
  return (
    <EntranceCard
      title="Accept the invitation"
      {...(methods.isSuccess && { lead: 'Choose how you will sign in from now on.' })}
    >
      <QueryView query={methods} rows={2}>
        {(found) => (
          <EntranceWays methods={found} singleSignOn={singleSignOn}>
            <JoinForm token={token} />
          </EntranceWays>
        )}
      </QueryView>
    </EntranceCard>
  );
}

function JoinForm({ token }: { token: string }) {
  const enter = useEnter();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { password: '', repeated: '' }, validate: NEW_PASSWORD_RULES });
  const join = useMutation({
    mutationFn: (password: string) => answer(api.POST('/invitation/accept', { body: { token, password } })),
    onSuccess: async (session) => {
      enter(session);
      await navigate({ to: '/' });
    },
  });
  return (
    <EntranceForm entering={join} button="Join" onSubmit={form.onSubmit(({ password }) => join.mutate(password))}>
      <NewPasswordFields form={form} />
    </EntranceForm>
  );
}
