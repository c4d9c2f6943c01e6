import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { accountOptions, accountsQuery } from '../accounts/account-queries.ts';
import { answer, api } from '../api/client.ts';
import { SecretForm } from '../dialogs/secret-dialog.tsx';
import { EXPIRY_RULES, type ExpiryValues, expiryOf } from '../expiry/expiry.ts';
import { ExpiryFields } from '../expiry/expiry-fields.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import { type Permission, useSession } from '../session/session-query.ts';
import { PERMISSIONS } from './people-queries.ts';

interface TokenValues extends ExpiryValues {
  name: string;
  scopes: Permission[];
  accountId: string | null;
}

const ONCE = 'The gateway keeps a digest only and cannot show this token again.';
const EMPTY: TokenValues = { name: '', scopes: [], accountId: null, expiryKind: 'never', days: 90, date: null };

function useMakeToken(onRefused: (problem: Error) => void) {
  return useMutation({
    mutationFn: (values: TokenValues) =>
      answer(
        api.POST('/api-token', {
          body: {
            name: values.name,
            scopes: values.scopes,
            integrated_account_id: values.accountId,
            expires_at: expiryOf(values, new Date()),
          },
        }),
      ),
    meta: { changes: ['api-tokens'] },
    onError: onRefused,
  });
}

export function ApiTokenForm({ onClose }: { onClose: () => void }) {
  const accounts = useQuery(accountsQuery);
  const form = useForm<TokenValues>({
    initialValues: EMPTY,
    validate: {
      name: isNotEmpty('Give it a name.'),
      scopes: (scopes) => (scopes.length === 0 ? 'Choose at least one.' : null),
      ...EXPIRY_RULES,
    },
  });
  const { unplaced, refused } = useRefusals(form, { integrated_account_id: 'accountId' });
  const make = useMakeToken(refused);
  return (
    <SecretForm
      making={make}
      secretOf={({ token: value }) => ({ label: 'API token', value, note: ONCE })}
      onDone={onClose}
    >
      <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
        <Stack>
          <TextInput label="Name" placeholder="Acme backend" data-autofocus {...form.getInputProps('name')} />
          <ScopeFields {...form.getInputProps('scopes')} />
          <Select
            label="Limited to"
            placeholder="All accounts"
            clearable
            data={accountOptions(accounts.data ?? [])}
            {...form.getInputProps('accountId')}
          />
          <ExpiryFields form={form} />
          <FormEnd problem={unplaced} button="Make the token" isPending={make.isPending} isHeld onCancel={onClose} />
        </Stack>
      </form>
    </SecretForm>
  );
}

interface ScopeFieldsProps {
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
  readonly error?: React.ReactNode;
}

/** Nobody gives a token more than they may themselves. */
function ScopeFields(props: ScopeFieldsProps) {
  const own = useSession()?.permissions ?? [];
  return (
    <Checkbox.Group label="May" description="Give only what the program needs." {...props}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
        {own.map((permission) => (
          <Checkbox key={permission} value={permission} label={PERMISSIONS[permission]} description={permission} />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
