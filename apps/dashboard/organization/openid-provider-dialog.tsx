import { Button, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, type UseFormReturnType, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { FormEnd } from '../forms/form-end.tsx';
import { showAtFields, useRefusals } from '../forms/form-problems.ts';
import { CopyLine } from '../records/copy-text.tsx';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { checkProvider, type OpenidProvider, type ProviderBody, setProvider } from './openid-provider-queries.ts';
import { ProviderFindingsView } from './provider-findings-view.tsx';

interface OpenidProviderDialogProps extends DialogProps {
  /** Null: there is none yet. */
  readonly provider: OpenidProvider | null;
}

/** Sets the organization's OpenID provider: its issuer first, which gives the redirect URI to register there. */
export function OpenidProviderDialog({ provider, opened, onClose }: OpenidProviderDialogProps) {
  return (
    <Modal
      title={provider === null ? 'Set up an OpenID provider' : 'Change the OpenID provider'}
      opened={opened}
      onClose={onClose}
    >
      <ProviderForm provider={provider} onClose={onClose} />
    </Modal>
  );
}

const valuesOf = (provider: OpenidProvider | null) => ({
  name: provider?.name ?? '',
  issuer: provider?.issuer ?? '',
  client_id: provider?.client_id ?? '',
  client_secret: '',
  person_claim: provider?.person_claim ?? 'email',
});

type Values = ReturnType<typeof valuesOf>;

/** Without a secret typed, the one that is stored stays where it may; a client that never had one has none. */
function bodyOf({ client_secret: secret, ...values }: Values, provider: OpenidProvider | null): ProviderBody {
  if (secret !== '') return { ...values, client_secret: secret };
  return provider?.has_client_secret === true ? values : { ...values, client_secret: null };
}

const hasOtherPeople = (provider: OpenidProvider | null, { issuer, client_id, person_claim }: Values) =>
  provider !== null &&
  (provider.issuer !== issuer.trim() || provider.client_id !== client_id || provider.person_claim !== person_claim);

function ProviderForm({ provider, onClose }: { provider: OpenidProvider | null; onClose: () => void }) {
  const form = useForm({
    initialValues: valuesOf(provider),
    validate: {
      name: isNotEmpty('Type what people call it.'),
      issuer: isNotEmpty('Type its address.'),
      client_id: isNotEmpty('Type the one that it gives you when you register the redirect URI there.'),
      person_claim: isNotEmpty('Name a claim, such as email.'),
    },
  });
  const { unplaced, refused } = useRefusals(form);
  const save = useMutation({
    mutationFn: (values: Values) => setProvider(provider, bodyOf(values, provider)),
    meta: { changes: ['organization', 'openid-provider', 'sign-ins'] },
    onSuccess: () => {
      doneNote('People can sign in there at the servers that take it.');
      onClose();
    },
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate({ ...values, issuer: values.issuer.trim() }))} noValidate>
      <Stack>
        <IssuerStep form={form} provider={provider} />
        <TextInput
          label="Name on the button"
          placeholder="Acme Login"
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <TextInput label="Client ID" autoComplete="off" {...form.getInputProps('client_id')} />
        <PasswordInput
          label="Client secret"
          description="Sealed at once; it is never shown again. Empty for a client without one."
          autoComplete="off"
          {...(provider?.has_client_secret === true && { placeholder: 'Stays as it is' })}
          {...form.getInputProps('client_secret')}
        />
        <TextInput
          label="Claim that names people"
          description="“email” counts only where the provider has verified it. Any other claim is believed as it is: take one that people cannot change by themselves."
          {...form.getInputProps('person_claim')}
        />
        {hasOtherPeople(provider, form.values) && (
          <Text size="sm">
            With another issuer, client or claim, everybody who signed in by it has to sign in anew.
          </Text>
        )}
        <FormEnd problem={unplaced} button="Save" isPending={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}

/** Its address, and what it gives: whether it is one, and the redirect URI to register there, which is of this issuer alone. */
function IssuerStep({ form, provider }: { form: UseFormReturnType<Values>; provider: OpenidProvider | null }) {
  const issuer = form.values.issuer.trim();
  const check = useMutation({
    mutationFn: () => checkProvider(issuer),
    onError: (problem) => void showAtFields(form, problem),
  });
  const found = check.data?.issuer === issuer ? check.data : undefined;
  const known = provider?.issuer === issuer ? provider : undefined;
  const redirectUri = (found ?? known)?.redirect_uri;
  return (
    <>
      <TextInput
        label="Issuer"
        description="As its discovery document names it, without /.well-known/…"
        placeholder="https://login.acme.com"
        type="url"
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('issuer')}
      />
      <Button variant="default" onClick={() => check.mutate()} loading={check.isPending} disabled={issuer === ''}>
        Check it, and show the redirect URI
      </Button>
      {check.isError && form.errors.issuer === undefined && <ProblemState problem={check.error} />}
      {found !== undefined && <ProviderFindingsView findings={found} />}
      {redirectUri !== undefined && <CopyLine label="Redirect URI to register there" value={redirectUri} />}
    </>
  );
}
