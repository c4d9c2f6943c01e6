/** What each driver does with its client: lists, calls, and says in one line of JSON what came of it. */
const { url, calls, options = [] } = JSON.parse(process.env.CLIENT_TASK);

export { options, url };

/** The parts of an MCP result, and whether it is an error. */
export const readResult = ({ content = [], isError = false }) => ({
  text: content.map((part) => part.text ?? '').join('\n'),
  images: content.filter(({ type }) => type === 'image').map(({ data }) => data),
  isError,
});

const attempt = async (call, name, args) => {
  const startedAtMs = performance.now();
  const outcome = await call(name, args).catch((error) => ({
    text: String(error?.message ?? error),
    images: [],
    isError: true,
  }));
  return { ...outcome, ms: Math.round(performance.now() - startedAtMs) };
};

/**
 * @param list gives the names of the tools, `call` what `readResult` does; a client that throws for errors of tools may.
 */
export async function report({ list, call, close = async () => {} }) {
  const tools = await list();
  const outcomes = {};
  for (const [what, [name, args]] of Object.entries(calls)) outcomes[what] = await attempt(call, name, args);
  await close();
  process.stdout.write(`\nCLIENT_REPORT ${JSON.stringify({ tools, outcomes })}\n`, () => process.exit(0));
}
