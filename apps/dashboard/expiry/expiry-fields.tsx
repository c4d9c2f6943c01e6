import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import type { UseFormReturnType } from '@mantine/form';
import { timeText } from '../records/time-words.ts';
import { type ExpiryKind, type ExpiryValues, expiryOf } from './expiry.ts';

const KINDS: readonly { value: ExpiryKind; label: string }[] = [
  { value: 'never', label: 'No end' },
  { value: 'duration', label: 'Days' },
  { value: 'date', label: 'Date' },
];

/** When a URL ends: never, after some days, or at a date. */
export function ExpiryFields<Values extends ExpiryValues>({ form }: { form: UseFormReturnType<Values> }) {
  const { expiryKind } = form.values;
  const end = expiryOf(form.values, new Date());
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl aria-label="Expiry" data={[...KINDS]} {...form.getInputProps('expiryKind')} />
      <Group align="flex-end">
        {expiryKind === 'duration' && (
          <NumberInput label="Days" min={1} max={3650} w={140} {...form.getInputProps('days')} />
        )}
        {expiryKind === 'date' && (
          <DateTimePicker
            label="Day and time"
            placeholder="Choose"
            minDate={new Date()}
            valueFormat="D MMM YYYY, HH:mm"
            w={240}
            {...form.getInputProps('date')}
          />
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {expiryKind === 'never' && 'It works until somebody revokes it.'}
        {end !== null && `It stops working on ${timeText(new Date(end))}, and is then deleted by itself.`}
      </Text>
    </Stack>
  );
}
