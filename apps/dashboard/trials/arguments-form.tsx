import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/mantine';
import type { ValidatorType } from '@rjsf/utils';
import { type ReactNode, useMemo } from 'react';
import { JsonField, TextsField } from './argument-fields.tsx';
import { argumentErrors, argumentForm } from './argument-schema.ts';
import { AddButton, ArgumentsTemplate, Description } from './arguments-template.tsx';
import type { ServerTool } from './trial-queries.ts';
import type { Trial } from './trial-request.ts';

export type Arguments = Record<string, unknown>;

/** The gateway checks the arguments, by the rules and in the words that a model gets. */
const validatedByGateway: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: () => true,
  rawValidation: () => ({}),
};

const ThemedForm = withTheme<Arguments>({
  ...Theme,
  fields: { ...Theme.fields, texts: TextsField, json: JsonField },
  templates: {
    ...Theme.templates,
    ObjectFieldTemplate: ArgumentsTemplate,
    ArrayFieldTitleTemplate: ({ title }) => title,
    DescriptionFieldTemplate: Description,
    ButtonTemplates: { ...Theme.templates?.ButtonTemplates, AddButton },
  },
});

interface ArgumentsFormProps {
  readonly tool: ServerTool;
  readonly args: Arguments;
  readonly fields: Trial['fields'];
  readonly onChange: (args: Arguments) => void;
  readonly onSubmit: () => void;
  /** Buttons. */
  readonly children: ReactNode;
}

/** The arguments of a tool as fields, made of its schema. */
export function ArgumentsForm({ tool, args, fields, onChange, onSubmit, children }: ArgumentsFormProps) {
  const form = useMemo(() => argumentForm(tool.input_schema), [tool]);
  const errors = useMemo(() => argumentErrors(form, fields), [form, fields]);
  return (
    <ThemedForm
      schema={form.schema}
      uiSchema={form.uiSchema}
      validator={validatedByGateway}
      formData={args}
      extraErrors={errors}
      experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults' }}
      showErrorList={false}
      noValidate
      noHtml5Validate
      idPrefix="argument"
      onChange={({ formData }) => onChange(formData ?? {})}
      onSubmit={onSubmit}
    >
      {children}
    </ThemedForm>
  );
}
