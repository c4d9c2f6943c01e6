import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useState } from 'react';
import { mergeEdits, type OtherEdit } from './merge-edits.ts';

/**
 * Keeps a form that edits a record true to it: when the record comes in another version, what was not touched takes what is
 * stored now, and what was typed stays.
 * @param values what the form holds of the record.
 * @returns what others changed while something was typed, since the form was opened.
 */
export function useShownVersion<Values extends object>(
  form: UseFormReturnType<Values>,
  version: number,
  values: Values,
): readonly OtherEdit[] {
  const [shown, setShown] = useState({ version, values });
  const [others, setOthers] = useState<readonly OtherEdit[]>([]);
  useEffect(() => {
    if (version === shown.version) return;
    const merged = mergeEdits(shown.values, form.getValues(), values);
    const isTyped = form.isDirty();
    form.setInitialValues(values);
    form.resetDirty(values);
    form.setValues(merged.values);
    setShown({ version, values });
    setOthers((earlier) => (isTyped ? latestOf([...earlier, ...merged.others]) : []));
  }, [version, values, shown, form]);
  return others;
}

/** Of a field that was changed twice, the second time, as one change. */
function latestOf(edits: readonly OtherEdit[]): OtherEdit[] {
  const byPath = new Map<string, OtherEdit>();
  for (const edit of edits) byPath.set(edit.path, { ...edit, was: byPath.get(edit.path)?.was ?? edit.was });
  return [...byPath.values()];
}
