import { Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { SecretForm } from '../dialogs/secret-dialog.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';

interface ClientValues {
  name: string;
  redirect_uris: string[];
  has_secret: boolean;
  allow_client_credentials: boolean;
}

const CLAUDE = ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'];
const ONCE = 'The gateway keeps a digest only and cannot show this secret again. The client ID stands in the list.';

function useRegister(onRefused: (problem: Error) => void) {
  return useMutation({
    mutationFn: (body: ClientValues) => answer(api.POST('/oauth-client', { body })),
    meta: { changes: ['oauth-clients'] },
    onError: onRefused,
  });
}

export function OauthClientForm({ onClose }: { onClose: () => void }) {
  const form = useForm<ClientValues>({
    initialValues: { name: '', redirect_uris: CLAUDE, has_secret: true, allow_client_credentials: false },
    validate: {
      name: isNotEmpty('Give it a name.'),
      redirect_uris: (uris) => (uris.length === 0 ? 'Give at least one address.' : null),
    },
  });
  const { unplaced, refused } = useRefusals(form);
  const register = useRegister(refused);
  return (
    <SecretForm
      making={register}
      secretOf={({ id, client_secret: secret }) =>
        secret === null
          ? {
              label: 'Client ID',
              value: id,
              note: 'It has no secret: leave that field of the client empty. You find its ID in the list.',
              isNone: true,
            }
          : { label: 'Client secret', value: secret, note: ONCE, beside: { label: 'Client ID', value: id } }
      }
      onDone={onClose}
    >
      <form onSubmit={form.onSubmit((values) => register.mutate(values))} noValidate>
        <Stack>
          <TextInput label="Name" placeholder="Claude of Acme" data-autofocus {...form.getInputProps('name')} />
          <TagsInput
            label="Where it takes its answers"
            description="Redirect URIs; those of Claude are filled in."
            {...form.getInputProps('redirect_uris')}
          />
          <Switch
            label="It can keep a secret"
            description="Off for programs on people’s own machines: PKCE alone protects their sign-ins."
            {...form.getInputProps('has_secret', { type: 'checkbox' })}
          />
          <Switch
            label="It may come in without a person"
            description="At servers that let programs in; Looker is then called by the service account."
            disabled={!form.values.has_secret}
            {...form.getInputProps('allow_client_credentials', { type: 'checkbox' })}
          />
          <FormEnd problem={unplaced} button="Register it" isPending={register.isPending} isHeld onCancel={onClose} />
        </Stack>
      </form>
    </SecretForm>
  );
}
