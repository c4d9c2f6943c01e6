import { Paper, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'right';
  /** A column of buttons needs no title on a card. */
  readonly isUntitled?: boolean;
}

/** What can be done with each row. */
export const actionsColumn = <Row,>(cell: Column<Row>['cell'], title = 'Actions'): Column<Row> => ({
  title,
  isUntitled: true,
  align: 'right',
  cell,
});

/** How the buttons in that column look. */
export const ROW_BUTTON = { size: 'compact-sm', variant: 'subtle' } as const;

/** Few columns fit beside the navigation from a tablet on; more of them need the width of a desktop. */
const COLUMNS_FEW_MAX = 4;
const NARROW = { few: '(max-width: 48em)', many: '(max-width: 75em)' };

export interface RecordTableProps<Row> {
  /** What the rows are, for those who do not see the page. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly isBare?: boolean;
}

/** Rows with the same columns; cards where the window is narrow. The first column names the row. */
export function RecordTable<Row>({ label, columns, rows, rowKey, isBare = false }: RecordTableProps<Row>) {
  const narrow = columns.length > COLUMNS_FEW_MAX ? NARROW.many : NARROW.few;
  const isCards = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const table = (
    <Table className={`${isCards ? 'record-cards' : 'record-table'}${isBare ? ' bare' : ''}`} aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ title, align, isUntitled }) => (
            <Table.Th key={title} ta={align ?? 'left'} scope="col">
              {isUntitled ? <span className="visually-hidden">{title}</span> : title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(({ title, align, cell, isUntitled }) => (
              <Table.Td key={title} ta={align} {...(!isUntitled && { 'data-label': title })}>
                {cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
  return isBare ? (
    table
  ) : (
    <Paper className="surface" withBorder>
      {table}
    </Paper>
  );
}
