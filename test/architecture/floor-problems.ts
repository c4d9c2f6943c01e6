import { type Import, isProjectPath } from './imports.js';

/** The floor on which each folder of src/ stands; `.` are the files directly in src/. */
export const FLOORS: Readonly<Record<string, number>> = {
  '.': 8,
  commands: 8,
  'local-mode': 8,
  mcp: 7,
  health: 7,
  'access-history': 7,
  'user-servers': 7,
  setup: 7,
  stdio: 7,
  'tool-calls': 6,
  auth: 6,
  organizations: 5,
  accounts: 5,
  'mcp-servers': 5,
  tools: 4,
  looker: 3,
  audit: 3,
  'call-log': 3,
  capture: 3,
  people: 3,
  doctor: 3,
  database: 2,
  cache: 2,
  jobs: 2,
  http: 2,
  config: 1,
  access: 1,
  crypto: 0,
  values: 0,
  errors: 0,
};

/** The files directly in src/ and what they start know each other. */
const TOP = 8;

/** `src/auth/api-tokens/x.ts` is of `auth`, `src/main.ts` of `.`. */
export const folderOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? '.';

/** Which imports between the folders of src/ go up or sideways, each with the reason why that is refused. */
export const floorProblems = (imports: readonly Import[]): string[] =>
  imports
    .filter(({ from, to }) => from.startsWith('src/') && isProjectPath(to))
    .flatMap((given) => {
      const why = refusal(given);
      return why === undefined ? [] : [`${given.from} imports ${given.to}: ${why}`];
    });

function refusal({ from, to }: Import): string | undefined {
  if (!to.startsWith('src/'))
    return 'src/ is what is shipped; it stands without apps/, test/ and everything else around it.';
  const [own, other] = [folderOf(from), folderOf(to)];
  if (own === other) return undefined;
  const [ownFloor, otherFloor] = [FLOORS[own], FLOORS[other]];
  if (ownFloor === undefined || otherFloor === undefined)
    return `the folder ${ownFloor === undefined ? own : other}/ has no floor. Give it one in test/architecture/floor-problems.ts.`;
  if (otherFloor > ownFloor)
    return `that goes up, from floor ${ownFloor} to ${otherFloor}. What is below must work without what stands on it: pass the value in instead.`;
  if (otherFloor === ownFloor && ownFloor !== TOP)
    return `that goes sideways on floor ${ownFloor}. Neighbours do not know each other: let a folder above join them, or move what both need below.`;
  return undefined;
}
