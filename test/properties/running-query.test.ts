import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import { KEPT_MS } from '../../src/tool-calls/queries/running-query.js';
import { fc } from '../support/properties.js';
import { answerAll, cancel, keep, leaveWhereAlone, type Model, passTime, TASK, World } from './running-query-world.js';

const STORED_AFTER_MS = 500;

const isOpen = ({ isAbandoned }: Model) => !isAbandoned;
/** A command that does one thing to both, and expects that all callers were told the same and as much was cancelled. */
class Step implements fc.AsyncCommand<Model, World> {
  constructor(
    private readonly name: string,
    private readonly isPossible: (model: Model) => boolean,
    private readonly inModel: (model: Model) => void,
    private readonly inWorld: (world: World, model: Model) => void | Promise<void>,
  ) {}

  check = (model: Readonly<Model>) => this.isPossible(model);

  async run(model: Model, world: World): Promise<void> {
    await this.inWorld(world, model);
    await passTime(0);
    this.inModel(model);
    leaveWhereAlone(model);
    const seen = { told: [...world.told].sort(), kills: world.kills, closed: world.closed };
    const expected = { told: [...model.told].sort(), kills: model.kills, closed: Number(model.isAbandoned) };
    if (JSON.stringify(seen) !== JSON.stringify(expected))
      throw new Error(`${this.name}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
  }

  toString = () => this.name;
}

const subscribe = fc.constantFrom(0, 300, 1_000, 60_000).map(
  (timeMs) =>
    new Step(
      `subscribe for ${timeMs} ms`,
      isOpen,
      (model) => {
        const id = model.nextId++;
        model.waiting.set(id, model.nowMs + timeMs);
        if (timeMs === 0) pass(model, 0);
      },
      (world, { nextId }) => world.wait(nextId, timeMs),
    ),
);

const leave = fc.nat({ max: 5 }).map((one) => {
  const idOf = ({ waiting }: Model) => [...waiting.keys()][one % waiting.size] ?? 0;
  return new Step(
    `leave (${one})`,
    ({ waiting }) => waiting.size > 0,
    (model) => {
      const id = idOf(model);
      model.waiting.delete(id);
      model.told.set(id, 'aborted');
    },
    (world, model) => world.callers.get(idOf(model))?.abort(),
  );
});

const isStarting = ({ phase, nextId }: Model) => phase === 'starting' && nextId > 0;

const startedAsTask = fc.boolean().map(
  (isJoined) =>
    new Step(
      isJoined ? 'join a task' : 'start a task',
      isStarting,
      (model) => {
        Object.assign(model, { phase: 'running', isJoined, isStored: isJoined, runningSinceMs: model.nowMs });
        // Whoever started it holds it.
        if (isJoined) model.isHeldElsewhere = true;
        keep(model, [...model.overdue], 'running');
        if (model.isAbandoned) cancel(model);
      },
      (world) => {
        if (isJoined) world.isHeldElsewhere = true;
        world.starts.shift()?.resolve({ task: { ...TASK, startedAtMs: Date.now() }, isJoined });
      },
    ),
);

const startedDirectly = fc.constant(
  new Step(
    'answer directly',
    isStarting,
    (model) => {
      model.phase = 'over';
      answerAll(model, 'done');
    },
    (world) => world.starts.shift()?.resolve({ body: [] }),
  ),
);

const startFailed = fc.constantFrom('refused', 'rate_limited', 'unreachable').map(
  (fault) =>
    new Step(
      `fail to start: ${fault}`,
      isStarting,
      (model) => {
        model.phase = 'over';
        answerAll(model, fault);
      },
      (world) => world.starts.shift()?.reject(new LookerError(fault as 'refused', fault)),
    ),
);

const isRunning = ({ phase, isAbandoned }: Model) => phase === 'running' && !isAbandoned;

const taskDone = fc.constant(
  new Step(
    'the task is done',
    isRunning,
    (model) => {
      model.phase = 'over';
      answerAll(model, 'done');
    },
    (world) => world.watched?.resolve({ kind: 'done', body: [] }),
  ),
);

const taskEnded = fc.constantFrom('killed', 'expired', 'missing').map(
  (status) =>
    new Step(
      `the task is ${status}`,
      isRunning,
      (model) => {
        // A task that another process started is started anew.
        if (model.isJoined) Object.assign(model, { phase: 'starting', isStored: false });
        else {
          model.phase = 'over';
          answerAll(model, 'ended');
        }
      },
      (world) => world.watched?.resolve({ kind: 'ended', status: status as 'killed' }),
    ),
);

const taskFailed = fc.constantFrom('refused', 'rate_limited', 'unreachable').map(
  (fault) =>
    new Step(
      `the task fails: ${fault}`,
      isRunning,
      (model) => {
        if (fault === 'rate_limited') keep(model, [...model.waiting.keys()], `${fault}, goes on`);
        else answerAll(model, fault);
        // What Looker refuses is over; else it may go on there, and is cancelled unless it is kept.
        if (fault !== 'refused') leaveWhereAlone(model);
        model.phase = 'over';
      },
      (world) => world.watched?.reject(new LookerError(fault as 'refused', fault)),
    ),
);

const otherProcess = fc.boolean().map(
  (isHeld) =>
    new Step(
      isHeld ? 'another process joins' : 'the other process lets go',
      ({ isHeldElsewhere, isStored, isJoined }) => isHeldElsewhere !== isHeld && (isStored || isJoined),
      (model) => {
        model.isHeldElsewhere = isHeld;
      },
      (world) => {
        world.isHeldElsewhere = isHeld;
      },
    ),
);

/** Time limits, one after the other; a query that has run for a while is stored. */
function pass(model: Model, ms: number): void {
  model.nowMs += ms;
  const late = [...model.waiting].filter(([, untilMs]) => untilMs <= model.nowMs).map(([id]) => id);
  const isLong = model.nowMs - model.runningSinceMs >= STORED_AFTER_MS;
  if (model.phase === 'running' && !model.isAbandoned && isLong) model.isStored = true;
  if (model.phase === 'running') keep(model, late, 'running');
  else
    for (const id of late) {
      model.waiting.delete(id);
      model.overdue.add(id);
    }
}

const timePasses = fc.constantFrom(100, 400, 2_000, 60_000).map(
  (ms) =>
    new Step(
      `${ms} ms pass`,
      () => true,
      (model) => pass(model, ms),
      () => passTime(ms),
    ),
);

const shutDown = fc.constant(
  new Step(
    'the process ends',
    ({ nextId }) => nextId > 0,
    (model) => {
      for (const id of model.waiting.keys()) model.waiting.set(id, model.nowMs);
      pass(model, 0);
    },
    (world) => world.query.close(),
  ),
);

describe('a running query', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells each caller once what became of it, goes on for who may come back, and is cancelled when nobody does', async () => {
    const steps = [startedAsTask, startedDirectly, startFailed, taskDone, taskEnded, taskFailed, otherProcess];
    const commands = fc.commands([subscribe, subscribe, subscribe, leave, timePasses, shutDown, ...steps], {
      maxCommands: 25,
    });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        // Those of the sequence before would run on.
        vi.clearAllTimers();
        vi.setSystemTime(0);
        const model: Model = {
          ...{
            phase: 'starting',
            isJoined: false,
            isKept: false,
            isStored: false,
            isHeldElsewhere: false,
            isAbandoned: false,
          },
          ...{ runningSinceMs: 0, nowMs: 0, nextId: 0, kills: 0 },
          ...{ waiting: new Map(), overdue: new Set(), told: new Map() },
        };
        const world = new World();
        await fc.asyncModelRun(() => ({ model, real: world }), sequence);
        // Whoever was told to come back and did not: the query has its time, and no more.
        const { kills, isAbandoned, isKept, phase } = model;
        const isKeptRunning = phase === 'running' && isAbandoned && isKept;
        await passTime(KEPT_MS + 1);
        if (isKeptRunning && world.kills !== kills + 1) throw new Error('what was kept for nobody was not cancelled');
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 3_000) },
    );
  });
});
