import { type Auth, type GuideTarget, type Provider, snippetsOf, TOKEN_PLACEHOLDER } from './client-snippets.ts';

/** How one client, with one plan, takes a URL. */
export interface ClientGuide {
  readonly id: string;
  readonly title: string;
  /** What it can send with a request, and so by what a URL can be guarded that it is to use. */
  readonly sends: string;
  /** What to do, in order. Empty: it cannot use this URL. */
  readonly steps: readonly string[];
  readonly blocks: readonly { readonly label: string; readonly text: string }[];
  readonly link?: { readonly label: string; readonly href: string };
  /** What to do where the steps do not do. */
  readonly note?: string;
}

const HOSTED = 'It calls from the internet, so the gateway must be reachable from there by https.';
const NO_HEADER = 'It can sign people in (OAuth), or send nothing; it cannot send a header of your own.';
const ALL = 'It can send a header of your own, sign people in (OAuth), or send nothing.';
const AT_GATEWAY =
  'Where your organization lets in only clients that it knows, an admin registers one under “People and keys”, “OAuth clients”; its ID and secret go into';
const AT_LOOKER = 'Looker lets in no client that it does not know: an admin registers';
const AT_ISSUER =
  'The issuer where people sign in has to know the client: whoever runs it registers one, whose ID and secret go into';

/** How a client becomes one that may sign people in; undefined where it sees to that by itself. */
function registration(provider: Provider | null, place: string, preset?: string): string | undefined {
  if (provider === 'gateway') return `${AT_GATEWAY} ${place}.`;
  if (provider === 'external') return `${AT_ISSUER} ${place}.`;
  if (provider === null) return undefined;
  const which =
    preset === undefined ? 'it by REST, as “custom” with the address where it takes its answers' : 'it there';
  const id = preset === undefined ? 'the ID that you chose' : `“${preset}”`;
  return `${AT_LOOKER} ${which} (the account’s page, “Sign-in at Looker”); then ${id} goes into ${place} as client ID, without a secret.`;
}

const sentences = (...all: readonly (string | undefined)[]) => all.filter((each) => each !== undefined).join(' ');
const OWN_CA =
  'For a gateway whose certificate comes from a CA of your own, add beside “args”: "env": {"NODE_EXTRA_CA_CERTS": "/path/to/ca.crt"}. Deleting the folder ~/.mcp-auth forgets the sign-in.';

const tokenStep = `Put an API token of the organization in the place of ${TOKEN_PLACEHOLDER}.`;

/** The steps of a guide by what guards the URL: what is done in any case, and how it then signs in. */
const stepsOf = (auth: Auth, steps: readonly string[], signIn: string): string[] => [
  ...steps,
  ...(auth === 'oauth' ? [signIn] : []),
  ...(auth === 'api_token' ? [tokenStep] : []),
];

/** Steps of a client that can send no header. */
const withoutHeader = (auth: Auth, steps: readonly string[], signIn: string): string[] =>
  auth === 'api_token' ? [] : stepsOf(auth, steps, signIn);

type Snippets = ReturnType<typeof snippetsOf>;
const noteOf = (note: string | undefined) => (note === undefined ? {} : { note });

function guidesOfHostedClaude({ auth, provider }: GuideTarget, { connectorLink }: Snippets): ClientGuide[] {
  const known = registration(provider, '“Advanced settings” of the form', 'claude-desktop');
  return [
    {
      id: 'claude-personal',
      title: 'Claude Pro, Max',
      sends: NO_HEADER,
      steps: withoutHeader(
        auth,
        [
          'On the web or in Claude Desktop: Settings, Connectors, “Add custom connector”.',
          'Paste the URL, and press “Add”.',
        ],
        'Press “Connect”, sign in in the window that opens, and allow it.',
      ),
      blocks: [],
      ...(auth !== 'api_token' && { link: { label: 'Add to Claude', href: connectorLink } }),
      note: sentences(HOSTED, known),
    },
    {
      id: 'claude-organization',
      title: 'Claude Team, Enterprise',
      sends: NO_HEADER,
      steps: withoutHeader(
        auth,
        [
          'An owner of the Claude organization: Admin settings, Connectors, “Add custom connector”, paste the URL, “Add”. Once for all.',
          'Each member: Settings, Connectors, and there the new connector.',
        ],
        'Each member presses “Connect”, signs in in the window that opens, and allows it: calls are made in their own name.',
      ),
      blocks: [],
      note: known
        ? sentences(HOSTED, known)
        : `${HOSTED} All members use the same access; issue a URL with sign-in for calls in their own names.`,
    },
  ];
}

function guidesOfClaudePrograms({ auth, provider }: GuideTarget, snippets: Snippets): ClientGuide[] {
  const remote = 'the arguments as --static-oauth-client-info {"client_id": "…"}';
  return [
    {
      id: 'claude-desktop',
      title: 'Claude Desktop, by file',
      sends: ALL,
      steps: stepsOf(
        auth,
        [
          'For a gateway in your own network, on any plan. Settings, Developer, “Edit config”: put this into the file.',
          'Restart Claude Desktop. Node.js must be installed.',
        ],
        'At the first start your browser opens: sign in, and allow it.',
      ),
      blocks: [{ label: 'claude_desktop_config.json', text: snippets.desktopFile }],
      note: sentences(registration(provider, remote), OWN_CA),
    },
    {
      id: 'claude-code',
      title: 'Claude Code',
      sends: ALL,
      steps: stepsOf(
        auth,
        ['Run this in a terminal.'],
        'In Claude Code, type /mcp, choose the server and “Authenticate”; your browser opens.',
      ),
      blocks: [{ label: 'Command', text: snippets.claudeCode }],
      ...noteOf(registration(provider, '--client-id of the command')),
    },
  ];
}

function guidesOfOthers({ auth, provider, url }: GuideTarget, snippets: Snippets): ClientGuide[] {
  const isSignIn = auth === 'oauth';
  return [
    {
      id: 'chatgpt',
      title: 'ChatGPT',
      sends: NO_HEADER,
      steps: withoutHeader(
        auth,
        [
          'Settings, Apps and connectors, Advanced: turn on developer mode. In a workspace an admin allows it first.',
          `“Create”: paste the URL as MCP server URL, and choose ${isSignIn ? '“OAuth”' : '“No authentication”'}.`,
        ],
        'Sign in in the window that opens, and allow it.',
      ),
      blocks: auth === 'api_token' ? [] : [{ label: 'MCP server URL', text: url }],
      note: sentences(HOSTED, registration(provider, 'the form')),
    },
    {
      id: 'cursor',
      title: 'Cursor',
      sends: ALL,
      steps: stepsOf(
        auth,
        ['Put this into .cursor/mcp.json of a project, or ~/.cursor/mcp.json for all.'],
        'Settings, MCP: press “Needs login” beside the server.',
      ),
      blocks: [{ label: 'mcp.json', text: snippets.cursorFile }],
      ...noteOf(registration(provider, '“auth” of the file as CLIENT_ID', 'cursor')),
    },
    {
      id: 'vs-code',
      title: 'VS Code',
      sends: ALL,
      steps: stepsOf(
        auth,
        ['Put this into .vscode/mcp.json of a project, and press “Start” above it.'],
        'Allow VS Code to sign in; your browser opens.',
      ),
      blocks: [{ label: 'mcp.json', text: snippets.vsCodeFile }],
      ...noteOf(registration(provider, 'what VS Code asks for', 'vscode')),
    },
    {
      id: 'curl',
      title: 'curl',
      sends: 'Whatever you give it.',
      steps: isSignIn ? [] : stepsOf(auth, ['To see the tools that the URL gives.'], ''),
      blocks: isSignIn ? [] : [{ label: 'Command', text: snippets.curl }],
    },
  ];
}

/** How each MCP client takes a URL, by client and plan. */
export function clientGuides(target: GuideTarget): ClientGuide[] {
  const snippets = snippetsOf(target);
  return [
    ...guidesOfHostedClaude(target, snippets),
    ...guidesOfClaudePrograms(target, snippets),
    ...guidesOfOthers(target, snippets),
  ];
}
