import { NumberInput, Select, SimpleGrid, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Section } from '../../frame/section.tsx';
import { secondsWords } from '../../records/time-words.ts';
import { AuthFields } from '../../sign-ins/auth-fields.tsx';
import type { ServerValues } from './issue-form.ts';

/** With the names that the API and its warnings have for them, and short enough for a phone. */
const EXPOSURES = [
  { value: 'auto', label: 'auto: all, or the most needed' },
  { value: 'all', label: 'all: every tool in a list' },
  { value: 'discovery', label: 'discovery: a search only' },
];

const LIMITS = [
  { path: 'config.limits.rows', label: 'Rows of a query', min: 1, max: 100_000 },
  { path: 'config.limits.characters', label: 'Characters of an answer', min: 1_000, max: 1_000_000 },
  { path: 'config.limits.seconds', label: 'Seconds of a call', min: 5, max: 3_600 },
] as const;

const SECONDS = 'config.limits.seconds';

/** What people think of, from a minute on. A field that is being typed in may hold a text. */
const minutesOf = (seconds: number | string) =>
  typeof seconds === 'number' && seconds > 60 ? `That is ${secondsWords(seconds)}.` : null;

/** By what a URL is guarded, and how much one call may take. */
export function LimitFields<Values extends ServerValues>({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <>
      <Section title="Sign-in">
        <AuthFields form={form} />
      </Section>
      <Section title="Safety and limits">
        <Switch
          label="Keep arguments"
          description="The call log keeps what each call asked for, with secrets masked; else a digest of it."
          {...form.getInputProps('config.log_arguments', { type: 'checkbox' })}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          {LIMITS.map(({ path, label, min, max }) => (
            <NumberInput
              key={path}
              label={label}
              min={min}
              max={max}
              thousandSeparator=","
              // Below the field, where the fields beside it stay in line.
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...(path === SECONDS && { description: minutesOf(form.values.config.limits.seconds) })}
              {...form.getInputProps(path)}
            />
          ))}
        </SimpleGrid>
        <Select
          label="How the client sees the tools"
          description="Where they are too many for a list, “auto” lists the most needed and a search for the others."
          data={EXPOSURES}
          allowDeselect={false}
          {...form.getInputProps('config.tool_exposure')}
        />
      </Section>
    </>
  );
}
