import { Button, Menu } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { allPages } from '../api/all-pages.ts';
import { failedNote } from '../states/done-note.ts';
import { csvOf, ndjsonOf, saveText } from './export-text.ts';

interface ExportMenuProps<Row> {
  /** The first part of the file's name. */
  readonly name: string;
  readonly load: (cursor: string | null) => Promise<{ result: readonly Row[]; next_cursor: string | null }>;
}

const FORMATS = {
  csv: { label: 'CSV, for spreadsheets', type: 'text/csv', write: csvOf },
  ndjson: { label: 'NDJSON, for programs', type: 'application/x-ndjson', write: ndjsonOf },
} as const;

type Format = keyof typeof FORMATS;

/** Saves what the filters give, up to 5,000 rows, as a file. */
export function ExportMenu<Row extends object>({ name, load }: ExportMenuProps<Row>) {
  const save = useMutation({
    mutationFn: async (format: Format) => {
      const { type, write } = FORMATS[format];
      const day = new Date().toISOString().slice(0, 10);
      saveText(`${name}-${day}.${format}`, type, write(await allPages<Row>(load)));
    },
    onError: (problem) => failedNote(problem),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<DownloadIcon />} loading={save.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The newest 5,000 at most</Menu.Label>
        <Menu.Item onClick={() => save.mutate('csv')}>{FORMATS.csv.label}</Menu.Item>
        <Menu.Item onClick={() => save.mutate('ndjson')}>{FORMATS.ndjson.label}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
