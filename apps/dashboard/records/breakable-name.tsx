import { Fragment } from 'react';

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
