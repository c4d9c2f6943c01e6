import { Text } from '@mantine/core';

/** The last characters of a token, by which people tell it from others. */
export function Fingerprint({ text }: { text: string | null }) {
  if (text === null)
    return (
      <Text span c="dimmed" inherit>
        Known once it is used
      </Text>
    );
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
