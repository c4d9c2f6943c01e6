import { snippetsOf, TOKEN_PLACEHOLDER } from './client-snippets.ts';
import { type CalledAs, type GuideTarget, type Provider, unreachable } from './guide-target.ts';

/** How one client, with one plan, takes a URL. */
export interface ClientGuide {
  readonly id: string;
  readonly title: string;
  /** Why it cannot use this URL; undefined: it can. */
  readonly refusal?: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  readonly blocks: readonly { readonly label: string; readonly text: string }[];
  readonly link?: { readonly label: string; readonly href: string };
  /** What to do where the steps do not do. */
  readonly note?: string;
}

const HOSTED = 'It calls from the internet, so the gateway must be reachable from there by https.';
const NEEDS_HEADER =
  'The URL also needs an API token in a header, which it cannot send. Edit the server and choose “People who sign in” for it.';
const NEEDS_BROWSER = 'People sign in to this URL, which needs a client with a browser.';
const PUBLIC =
  'For it, whoever runs the gateway gives it a public address with https (PUBLIC_URL). What runs on your own machine can use the URL as it is.';
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
  'For a gateway whose certificate comes from a CA of your own, add beside “args”: "env": {"NODE_EXTRA_CA_CERTS": "/path/to/ca.crt"}.';
const FORGET = 'Deleting the folder ~/.mcp-auth forgets the sign-in.';

const tokenStep = `Put an API token of the organization in the place of ${TOKEN_PLACEHOLDER}.`;

/** The steps of a guide by what guards the URL: what is done in any case, and how it then signs in. */
const stepsOf = (auth: GuideTarget['auth'], steps: readonly string[], signIn: string): string[] => [
  ...steps,
  ...(auth === 'oauth' ? [signIn] : []),
  ...(auth === 'api_token' ? [tokenStep] : []),
];

/** A client that calls from the internet and can send no header: what it does with this URL, or why it cannot. */
function hosted({ auth, url }: GuideTarget, guide: ClientGuide): ClientGuide {
  const { id, title } = guide;
  const problem = unreachable(url);
  if (auth === 'api_token') return { id, title, steps: [], blocks: [], refusal: NEEDS_HEADER };
  return problem === undefined ? guide : { id, title, steps: [], blocks: [], refusal: `${problem} ${PUBLIC}` };
}

/** What becomes of the calls of people who sign in. */
const CALLED_AS: Readonly<Record<CalledAs, string>> = {
  themselves: 'Looker is called in their own name, with their own permissions.',
  service_account: 'Looker is called by the service account; the call log says for whom.',
  either: 'For who signs in at Looker, calls are made in their own name there; for others, by the service account.',
};

type Snippets = ReturnType<typeof snippetsOf>;
const noteOf = (note: string | undefined) => (note === undefined || note === '' ? {} : { note });

function guidesOfHostedClaude(target: GuideTarget, { connectorLink }: Snippets): ClientGuide[] {
  const { auth, provider, calledAs } = target;
  const known = registration(provider, '“Advanced settings” of the form', 'claude-desktop');
  return [
    hosted(target, {
      id: 'claude-personal',
      title: 'Claude Pro, Max',
      steps: stepsOf(
        auth,
        [
          'On the web or in Claude Desktop: Settings, Connectors, “Add custom connector”.',
          'Paste the URL, and press “Add”.',
        ],
        'Press “Connect”, sign in in the window that opens, and allow it.',
      ),
      blocks: [],
      link: { label: 'Add to Claude', href: connectorLink },
      note: sentences(HOSTED, known),
    }),
    hosted(target, {
      id: 'claude-organization',
      title: 'Claude Team, Enterprise',
      steps: stepsOf(
        auth,
        [
          'An owner of the Claude organization: Admin settings, Connectors, “Add custom connector”, paste the URL, “Add”. Once for all.',
          'Each member: Settings, Connectors, and there the new connector.',
        ],
        sentences(
          'Each member presses “Connect”, signs in in the window that opens, and allows it.',
          calledAs === null ? undefined : CALLED_AS[calledAs],
        ),
      ),
      blocks: [],
      note: sentences(
        HOSTED,
        auth === 'oauth' ? known : 'All members use the same access; issue a URL with sign-in to see who calls.',
      ),
    }),
  ];
}

function guidesOfClaudePrograms({ auth, provider, url }: GuideTarget, snippets: Snippets): ClientGuide[] {
  const remote = 'the arguments as --static-oauth-client-info {"client_id": "…"}';
  return [
    {
      id: 'claude-desktop',
      title: 'Claude Desktop, by file',
      steps: stepsOf(
        auth,
        [
          'For a gateway in your own network, on any plan. Settings, Developer, “Edit config”: put this into the file.',
          'Restart Claude Desktop. Node.js must be installed.',
        ],
        'At the first start your browser opens: sign in, and allow it.',
      ),
      blocks: [{ label: 'claude_desktop_config.json', text: snippets.desktopFile }],
      ...noteOf(
        sentences(
          registration(provider, remote),
          url.startsWith('https:') ? OWN_CA : undefined,
          auth === 'oauth' ? FORGET : undefined,
        ),
      ),
    },
    {
      id: 'claude-code',
      title: 'Claude Code',
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

function guidesOfOthers(target: GuideTarget, snippets: Snippets): ClientGuide[] {
  const { auth, provider, url } = target;
  const isSignIn = auth === 'oauth';
  return [
    hosted(target, {
      id: 'chatgpt',
      title: 'ChatGPT',
      steps: stepsOf(
        auth,
        [
          'Settings, Apps and connectors, Advanced: turn on developer mode. In a workspace an admin allows it first.',
          `“Create”: paste the URL as MCP server URL, and choose ${isSignIn ? '“OAuth”' : '“No authentication”'}.`,
        ],
        'Sign in in the window that opens, and allow it.',
      ),
      blocks: [{ label: 'MCP server URL', text: url }],
      note: sentences(HOSTED, registration(provider, 'the form')),
    }),
    {
      id: 'cursor',
      title: 'Cursor',
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
      steps: isSignIn ? [] : stepsOf(auth, ['To see the tools that the URL gives.'], ''),
      blocks: isSignIn ? [] : [{ label: 'Command', text: snippets.curl }],
      ...(isSignIn && { refusal: NEEDS_BROWSER }),
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
