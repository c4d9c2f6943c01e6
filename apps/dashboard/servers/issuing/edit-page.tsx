import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { isChangedMeanwhile } from '../../api/api-problem.ts';
import { readAnew } from '../../api/query-keys.ts';
import { showAtFields } from '../../forms/form-problems.ts';
import { OtherEdits } from '../../forms/other-edits.tsx';
import { useShownVersion } from '../../forms/use-shown-version.ts';
import { Section } from '../../frame/section.tsx';
import { doneNote } from '../../states/done-note.ts';
import { ProblemState } from '../../states/problem-state.tsx';
import { changeServer, choiceOf, type Server } from '../server-queries.ts';
import { ServerTask } from '../server-task.tsx';
import { ToolChanges } from '../tools/tool-changes.tsx';
import { ToolChoiceFields } from '../tools/tool-choice-fields.tsx';
import { ToolPreview } from '../tools/tool-preview.tsx';
import { FormWithPreview } from './form-with-preview.tsx';
import { choiceOfForm, editValues, type ServerValues, sentConfig, useEditForm } from './issue-form.ts';
import { LimitFields } from './limit-fields.tsx';
import { NameField } from './name-field.tsx';

/** What the form calls the fields of a server. */
const LABELS = {
  name: 'Name',
  'config.methods': 'Methods',
  'config.tags': 'Areas',
  'config.tools.include': 'Also these tools',
  'config.tools.exclude': 'Never these tools',
  'config.auth': 'Who may use it',
  'config.oauth.provider': 'Where they sign in',
  'config.oauth.sign_in': 'How they sign in',
  'config.oauth.external.issuer': 'Issuer',
  'config.oauth.external.jwks_uri': 'Address of its public keys',
  'config.oauth.external.audience': 'Audience',
  'config.oauth.external.email_claim': 'Claim with the e-mail address',
  'config.oauth.external.required_scopes': 'Scopes that each token must have',
  'config.oauth.emails': 'Only these people',
  'config.oauth.domains': 'Everybody at these domains',
  'config.oauth.client_credentials': 'Programs may come in',
  'config.log_arguments': 'Keep arguments',
  'config.tool_exposure': 'How the client sees the tools',
  'config.tools_tokens_max': 'Tokens of the list of tools',
  'config.limits.rows': 'Rows of a query',
  'config.limits.characters': 'Characters of an answer',
  'config.limits.seconds': 'Seconds of a call',
};

/** Where an issued server is changed; its URL stays. */
export function EditPage() {
  return (
    <ServerTask
      {...useParams({ from: '/signed-in/servers/$accountId/$serverId/edit' })}
      verb="Edit"
      lead="Change what its URL may do. The URL itself stays as it is."
      onlyAdmins="Admins can edit servers"
    >
      {(server) => <EditFormView server={server} />}
    </ServerTask>
  );
}

function EditFormView({ server }: { server: Server }) {
  const form = useEditForm(server);
  const others = useShownVersion(form, server.version, editValues(server));
  const { accountId } = form.values;
  const page = `/servers/${accountId}/${server.id}`;
  const change = useChange(server, page, (problem) => showAtFields(form, problem));
  const next = choiceOfForm(form.values);
  const isRefused = change.isError && isChangedMeanwhile(change.error);
  return (
    <FormWithPreview
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      preview={
        <ToolPreview
          title="Tools after saving"
          accountId={accountId}
          choice={next}
          exposure={form.values.config.tool_exposure}
        />
      }
    >
      <Section title="Who it is for">
        <NameField {...form.getInputProps('name')} />
      </Section>
      <Section title="What it may do">
        <ToolChoiceFields form={form} />
        <ToolChanges accountId={accountId} now={choiceOf(server.config)} next={next} />
      </Section>
      <LimitFields form={form} />
      <Alert color="yellow" title="It applies to the very next call">
        Clients that are connected now are held to it at once; some show their old list of tools for a minute.
      </Alert>
      <OtherEdits edits={others} labels={LABELS} isRefused={isRefused} />
      {change.isError && !isRefused && <ProblemState problem={change.error} />}
      <Group>
        <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
          Save
        </Button>
        <Button component={Link} to={page} variant="default">
          Cancel
        </Button>
      </Group>
    </FormWithPreview>
  );
}

function useChange(server: Server, page: string, onRefused: (problem: Error) => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ name, config }: ServerValues) => changeServer(server, { name, config: sentConfig(config) }),
    onSuccess: async (changed) => {
      await navigate({ to: page });
      await readAnew(queryClient, ['servers']);
      doneNote(`${changed.name} is changed; the URL stays the same.`);
    },
    onError: onRefused,
  });
}
