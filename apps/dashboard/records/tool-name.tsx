import { List, type ListProps, Text, type TextProps } from '@mantine/core';
import { Fragment } from 'react';

/** The name of a tool as clients write it. */
export function ToolName({ name, ...props }: { name: string } & TextProps) {
  return (
    <Text size="sm" ff="monospace" {...props}>
      <BreakableName name={name} />
    </Text>
  );
}

/** Names of tools, one a line. */
export function ToolNames({ names, ...props }: { names: readonly string[] } & ListProps) {
  return (
    <List size="sm" ff="monospace" {...props}>
      {names.map((name) => (
        <List.Item key={name}>
          <BreakableName name={name} />
        </List.Item>
      ))}
    </List>
  );
}

/** A name with underscores, which may be broken after each of them. */
export function BreakableName({ name }: { name: string }) {
  const parts = name.split('_');
  return parts.map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name stay where they are.
    <Fragment key={place}>
      {part}
      {place < parts.length - 1 && (
        <>
          _<wbr />
        </>
      )}
    </Fragment>
  ));
}
