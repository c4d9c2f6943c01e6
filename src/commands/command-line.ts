import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Thrown when a command cannot do its work; the message says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Thrown where somebody asks how a command is called; the message is the answer. */
export class HelpAsked extends Error {
  override readonly name = 'HelpAsked';
}

interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help, such as `k1`. */
  readonly value?: string;
  readonly help: string;
}

/** A command of `package.json`, as its help tells of it. */
export interface CommandLine<Options extends Readonly<Record<string, Option>> = Readonly<Record<string, Option>>> {
  /** As in `npm run <script>`. */
  readonly script: string;
  /** Its file, which the image has in the place of npm's scripts. */
  readonly program: `${string}.js`;
  /** What stands behind `--`, such as `--key <id>`; empty: nothing. */
  readonly usage: string;
  /** What it does, in a sentence or two. */
  readonly about: string;
  readonly options: Options;
  /** What stands behind `--`, each with what it is for. */
  readonly examples: readonly (readonly [args: string, what: string])[];
  /** When it ends with 0, and when with 1. */
  readonly ends: readonly [good: string, bad: string];
}

type Values<Options extends Readonly<Record<string, Option>>> = {
  readonly [Name in keyof Options]: (Options[Name]['type'] extends 'string' ? string : boolean) | undefined;
};

const HELP = { type: 'boolean', short: 'h' } as const;

/** What is read of a command's arguments. */
export interface ReadArguments<Options extends Readonly<Record<string, Option>>> {
  readonly values: Values<Options>;
  readonly positionals: readonly string[];
}

/**
 * Reads what stands behind `--`.
 * @throws HelpAsked for `--help`; CommandError for an option or a word that the command does not know.
 */
export function readArguments<Options extends Readonly<Record<string, Option>>>(
  line: CommandLine<Options>,
  args: readonly string[],
  takesWords = false,
): ReadArguments<Options> {
  // With it nothing else counts, such as an option without its value.
  if (args.some((arg) => arg === '--help' || arg === '-h')) throw new HelpAsked(helpOf(line));
  const options: ParseArgsConfig['options'] = { help: HELP };
  for (const [name, { type }] of Object.entries(line.options)) options[name] = { type };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: takesWords });
    return { values: values as Values<Options>, positionals };
  } catch (error) {
    throw usageError(line, firstSentence(error));
  }
}

/** Node goes on with how such a text would be passed all the same. */
const firstSentence = (error: unknown) =>
  `${(error instanceof Error ? error.message : String(error)).replace(/\.(?: (?:To specify|This command).*)?$/s, '')}.`;

/** Says what is wrong with the arguments, how the command is called, and where to read more. */
export const usageError = (line: CommandLine, problem: string): CommandError =>
  new CommandError(`${problem}\n${usageOf(line)}\n--help tells the rest.`);

const usageOf = ({ script, usage }: CommandLine) => `Usage: npm run --silent ${script}${usage && ` -- ${usage}`}`;

function helpOf(line: CommandLine): string {
  const { script, usage, program, about, options, examples, ends } = line;
  const named = Object.entries(options).map(
    ([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` <${value}>`}`, help] as const,
  );
  const rows = [...named, ['-h, --help', 'Prints this, and does nothing.'] as const];
  const called = (args: string) => `npm run --silent ${script}${args && ` -- ${args}`}`;
  return [
    about,
    '',
    usageOf(line),
    '',
    ...['Options:', ...table(rows)],
    '',
    ...['Examples:', ...examples.flatMap(([args, what]) => [`  ${called(args)}`, `      ${what}`])],
    '',
    ...['Ends with:', ...table([['0', ends[0]] as const, ['1', ends[1]] as const])],
    '',
    `With Docker Compose: docker compose exec gateway node dist/commands/${program}${usage && ` ${usage}`}`,
  ].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}

export const print = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => stream.write(`${text}\n`, () => resolve()));

/** Ends the process with what went wrong, or with the help that was asked for. */
export const endWith = (words: (error: unknown) => string) => async (error: unknown) => {
  const isHelp = error instanceof HelpAsked;
  await print(isHelp ? process.stdout : process.stderr, isHelp ? error.message : words(error));
  process.exit(isHelp ? 0 : 1);
};
