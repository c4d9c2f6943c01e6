import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { FindTokenDialog } from '../finding/find-token-dialog.tsx';
import { holdsToken } from '../finding/token-text.ts';
import type { AccountServer } from './server-queries.ts';
import { ORDER_DEFAULT, ORDERS, type ServerSearch, STATES } from './server-search.ts';

/** Not every letter becomes an address. */
const TYPING_MS = 200;

const optionsOf = (labels: Readonly<Record<string, { label: string }>>) =>
  Object.entries(labels).map(([value, { label }]) => ({ value, label }));

interface ServerFiltersProps {
  readonly rows: readonly AccountServer[];
  readonly search: ServerSearch;
  readonly onChange: (change: Partial<Record<keyof ServerSearch, string | null>>) => void;
}

/** Which servers are listed, and in which order. */
export function ServerFilters({ rows, search, onChange }: ServerFiltersProps) {
  const accounts = [...new Map(rows.map(({ account }) => [account.id, account.name]))];
  return (
    <Group>
      <NameField name={search.name ?? ''} onChange={(name) => onChange({ name })} />
      {(accounts.length > 1 || search.account !== undefined) && (
        <Select
          aria-label="Integrated account"
          placeholder="All accounts"
          w={{ base: '100%', xs: 200 }}
          clearable
          data={accounts.map(([value, label]) => ({ value, label }))}
          value={search.account ?? null}
          onChange={(account) => onChange({ account })}
        />
      )}
      <Select
        aria-label="State"
        placeholder="All states"
        clearable
        w={{ base: '100%', xs: 170 }}
        data={optionsOf(STATES)}
        value={search.state ?? null}
        onChange={(state) => onChange({ state })}
      />
      <Select
        aria-label="Order"
        allowDeselect={false}
        w={{ base: '100%', xs: 190 }}
        data={optionsOf(ORDERS)}
        value={search.sort ?? ORDER_DEFAULT}
        onChange={(sort) => onChange({ sort: sort === ORDER_DEFAULT ? null : sort })}
      />
    </Group>
  );
}

/**
 * Shows what is typed at once, and what the address says when it came from elsewhere. A token is looked for by itself: what is
 * typed here becomes part of the address.
 */
function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const [text, setText] = useState(name);
  const [pasted, setPasted] = useState<string | null>(null);
  const sent = useRef(name);
  useEffect(() => {
    if (name === sent.current) return;
    sent.current = name;
    setText(name);
  }, [name]);
  const send = useDebouncedCallback((typed: string) => {
    sent.current = typed;
    onChange(typed);
  }, TYPING_MS);
  const take = (typed: string) => {
    if (holdsToken(typed)) return setPasted(typed);
    setText(typed);
    send(typed);
  };
  return (
    <>
      <TextInput
        aria-label="Find by name"
        placeholder="Name, URL or its ending"
        w={{ base: '100%', xs: 260 }}
        leftSection={<MagnifyingGlassIcon />}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <FindTokenDialog opened={pasted !== null} pasted={pasted ?? ''} onClose={() => setPasted(null)} />
    </>
  );
}
