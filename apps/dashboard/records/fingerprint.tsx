import { Text } from '@mantine/core';
import { Dimmed } from './dimmed.tsx';

/** The last characters of a token, by which people tell it from others. */
export function Fingerprint({ text }: { text: string | null }) {
  if (text === null) return <Dimmed>Known once it is used</Dimmed>;
  return (
    <Text span ff="monospace" inherit className="one-line">
      …{text}
    </Text>
  );
}

/** The same behind what is said of a record, where it is known. */
export function EndsIn({ fingerprint }: { fingerprint: string | null }) {
  if (fingerprint === null) return null;
  return (
    <>
      , <Fingerprint text={fingerprint} />
    </>
  );
}
