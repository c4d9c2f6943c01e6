import type { Tool } from '../../tools/catalogue/tool.js';
import { OperationRunner } from './operation-runner.js';
import type { ToolRunner } from './tool-runner.js';

/** The names by which rows of the catalogue choose their runner. */
export type RunnerName = string;

/** Who does the work of which tool. */
export class ToolRunners {
  private readonly operations = new OperationRunner();

  /** @param named the runners of tools that are more than one request. */
  constructor(private readonly named: Readonly<Record<RunnerName, ToolRunner>> = {}) {}

  /** Throws where the catalogue names a runner that there is not. */
  runnerOf({ name, runner }: Tool): ToolRunner {
    if (runner === null) return this.operations;
    const found = Object.hasOwn(this.named, runner) ? this.named[runner] : undefined;
    if (found === undefined) throw new Error(`${name} needs a runner ${runner}, and there is none.`);
    return found;
  }
}
