import fc from 'fast-check';

const SEED = 20_261_129;

/**
 * fast-check with the same seed in each run, so that no test depends on luck. Where a property fails, the message has the seed, the
 * path to the example and the example itself. Other examples: PROPERTY_SEED=7 PROPERTY_RUNS=10000 npx vitest run …
 */
fc.configureGlobal({
  seed: Number(process.env.PROPERTY_SEED ?? SEED),
  numRuns: Number(process.env.PROPERTY_RUNS ?? 300),
});

export { fc };

/** Any text that UTF-8 can write: half a surrogate pair is none. */
export const anyText = fc.string({ unit: 'binary' });

/** A tree of JSON with odd names and texts in it. */
export const anyJson = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
