import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { Section } from '../frame/section.tsx';
import { CopyLine } from '../records/copy-text.tsx';
import { Facts } from '../records/facts.tsx';
import { useMay } from '../session/session-query.ts';
import { doneNote } from '../states/done-note.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { OpenidProviderDialog } from './openid-provider-dialog.tsx';
import { checkProvider, type OpenidProvider, providerQuery, removeProvider } from './openid-provider-queries.ts';
import { ProviderFindingsView } from './provider-findings-view.tsx';

/** By which OpenID provider people sign in at MCP servers who are no members. */
export function OpenidProviderSection({ hasProvider }: { hasProvider: boolean }) {
  const provider = useQuery(providerQuery(hasProvider));
  const may = useMay('organization:write');
  const [editing, { open, close }] = useDisclosure();
  return (
    <Section
      title="Your own OpenID provider"
      lead="People who are no members sign in there at the MCP servers that let them. They get no access to this dashboard."
      actions={
        may &&
        provider.data !== undefined && (
          <Button variant="default" onClick={open}>
            {provider.data === null ? 'Set up a provider' : 'Change'}
          </Button>
        )
      }
    >
      <QueryView query={provider} rows={3}>
        {(found) => (
          <>
            {found === null ? (
              <Text size="sm">None is set: only members sign in, and people at their Looker.</Text>
            ) : (
              <Shown provider={found} may={may} />
            )}
            <OpenidProviderDialog provider={found} opened={editing} onClose={close} />
          </>
        )}
      </QueryView>
    </Section>
  );
}

function Shown({ provider, may }: { provider: OpenidProvider; may: boolean }) {
  const [leaving, { open, close }] = useDisclosure();
  const check = useMutation({ mutationFn: () => checkProvider(provider.issuer) });
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeProvider(provider),
    meta: { changes: ['organization', 'sign-ins'] },
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: providerQuery(true).queryKey });
      doneNote('The provider is removed, and nobody is signed in by it any more.');
      close();
    },
  });
  return (
    <>
      <Facts
        facts={[
          ['Name on the button', provider.name],
          [
            'Issuer',
            <span key="issuer" className="long-text">
              {provider.issuer}
            </span>,
          ],
          ['Client ID', <code key="client">{provider.client_id}</code>],
          ['Client secret', provider.has_client_secret ? 'stored, and never shown' : 'none'],
          ['People are known by', <code key="claim">{provider.person_claim}</code>],
        ]}
      />
      {may && <CopyLine label="Redirect URI" value={provider.redirect_uri} />}
      {may && (
        <Group>
          <Button variant="default" onClick={() => check.mutate()} loading={check.isPending}>
            Check it
          </Button>
          <Button variant="subtle" color="red" onClick={open}>
            Remove
          </Button>
        </Group>
      )}
      {check.data !== undefined && <ProviderFindingsView findings={check.data} />}
      {check.isError && <ProblemState problem={check.error} />}
      <TypedNameDialog
        title="Remove the OpenID provider"
        name={provider.name}
        consequences={[
          'Whoever signed in by it is out from the next request on, and calls under way end.',
          'Servers that take no other way of signing in let nobody in until there is a provider again.',
        ]}
        button="Remove it"
        mutation={remove}
        opened={leaving}
        onClose={close}
      />
    </>
  );
}
