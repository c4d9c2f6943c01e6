import { List, type ListProps } from '@mantine/core';

/** What is said of a record, one sentence each. */
export function Sentences({ sentences, ...props }: { sentences: readonly string[] } & ListProps) {
  return (
    <List spacing={6} {...props}>
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}
