import { Button, Group, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Account, accountOptions } from '../../accounts/account-queries.ts';
import { answer, api } from '../../api/client.ts';
import { ExpiryFields } from '../../expiry/expiry-fields.tsx';
import { showAtFields } from '../../forms/form-problems.ts';
import { Section } from '../../frame/section.tsx';
import { ProblemState } from '../../states/problem-state.tsx';
import type { CreatedServer } from '../server-queries.ts';
import { ToolChoiceFields } from '../tools/tool-choice-fields.tsx';
import { ToolPreview } from '../tools/tool-preview.tsx';
import { AccessTemplates } from './access-templates-field.tsx';
import { FormWithPreview } from './form-with-preview.tsx';
import { choiceOfForm, type IssueForm, type IssueValues, issueBody, useIssueForm } from './issue-form.ts';
import { LimitFields } from './limit-fields.tsx';
import { NameField } from './name-field.tsx';

interface IssueFormViewProps {
  readonly accounts: readonly Account[];
  readonly values: IssueValues;
  readonly onIssued: (server: CreatedServer) => void;
}

/** Issues what the form says. */
export function useIssue(onIssued: (server: CreatedServer) => void, onRefused: (problem: Error) => void) {
  return useMutation({
    mutationFn: (values: IssueValues) =>
      answer(
        api.POST('/integrated-account/{account_id}/mcp', {
          params: { path: { account_id: values.accountId } },
          body: issueBody(values, new Date()),
        }),
      ),
    meta: { changes: ['servers'] },
    onSuccess: onIssued,
    onError: onRefused,
  });
}

export function IssueFormView({ accounts, values, onIssued }: IssueFormViewProps) {
  const form = useIssueForm(values);
  const [problem, setProblem] = useState<Error | null>(null);
  const issue = useIssue(onIssued, (refusal) => {
    showAtFields(form, refusal, { 'mcp_server.expiry_too_soon': 'date' });
    setProblem(refusal);
  });
  return (
    <FormWithPreview
      onSubmit={form.onSubmit((filled) => issue.mutate(filled))}
      preview={
        <ToolPreview
          title="Resulting tools"
          accountId={form.values.accountId}
          choice={choiceOfForm(form.values)}
          exposure={form.values.config.tool_exposure}
        />
      }
    >
      <NameSection form={form} accounts={accounts} />
      <Section title="What it may do" lead="Begin with a template; change what does not fit.">
        <AccessTemplates form={form} />
        <ToolChoiceFields form={form} />
      </Section>
      <Section title="Until when">
        <ExpiryFields form={form} />
      </Section>
      <LimitFields form={form} />
      {problem !== null && <ProblemState problem={problem} />}
      <Group>
        <Button type="submit" loading={issue.isPending}>
          Issue the URL
        </Button>
        <Button component={Link} to="/servers" variant="default">
          Cancel
        </Button>
      </Group>
    </FormWithPreview>
  );
}

function NameSection({ form, accounts }: { form: IssueForm; accounts: readonly Account[] }) {
  return (
    <Section title="Who it is for">
      <NameField {...form.getInputProps('name')} />
      <Select
        label="Integrated account"
        description="The Looker that it leads to."
        allowDeselect={false}
        data={accountOptions(accounts)}
        {...form.getInputProps('accountId')}
      />
    </Section>
  );
}
