import type { INestApplicationContext, Type } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ConfigurationError } from '../config/environment.js';
import { settingsConfig } from '../config/settings.js';
import { AppError } from '../errors/app-error.js';
import { explainStart, knownProblem } from '../start-problem.js';
import { CommandError, endWith, print } from './command-line.js';

/** Without a database named, a command would work on the data folder of local mode, which a running gateway holds. */
async function checkDatabaseNamed(): Promise<void> {
  await ConfigModule.envVariablesLoaded;
  const { enabled, dataDir } = settingsConfig().local;
  if (enabled)
    throw new CommandError(
      'DATABASE_URL is not set, and this command works on the database that it names. Set it and GATEWAY_MASTER_KEYS as they ' +
        'are set for your gateway. For the database of local mode, run `npm start` in another terminal, put these two lines ' +
        'in front of the command, in one shell, and run it again:\n' +
        `export DATABASE_URL="postgresql://gateway:$(cat '${dataDir}/postgres.password')@127.0.0.1:$(sed -n 4p '${dataDir}/postgres/postmaster.pid')/gateway"\n` +
        `export GATEWAY_MASTER_KEYS="$(cat '${dataDir}/master-keys')"`,
    );
}

/** A wrong key, or a database that does not answer or refuses, is told in one sentence; where in the code helps nobody. */
async function openContext(module: Type): Promise<INestApplicationContext> {
  try {
    return await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  } catch (cause) {
    const said = knownProblem(cause);
    if (cause instanceof ConfigurationError || said === undefined) throw cause;
    throw new CommandError(`The gateway could not be opened, and nothing was changed. ${said}`, { cause });
  }
}

function explain(error: unknown): string {
  return error instanceof CommandError || error instanceof AppError ? error.message : explainStart(error);
}

/** What a command found or made, printed as JSON; `isGood: false` ends the process with 1 all the same. */
export interface CommandResult {
  readonly output: unknown;
  readonly isGood: boolean;
}

async function runCommand(
  prepare: (args: readonly string[]) => (app: INestApplicationContext) => Promise<CommandResult>,
  module: Type,
): Promise<boolean> {
  const work = prepare(process.argv.slice(2));
  await checkDatabaseNamed();
  const app = await openContext(module);
  try {
    const { output, isGood } = await work(app);
    await print(process.stdout, JSON.stringify(output, null, 2));
    return isGood;
  } finally {
    await app.close();
  }
}

/**
 * Runs a command to its end: arguments are read first, then the gateway's parts are opened without its doors. The result
 * goes to stdout as JSON, faults to stderr as a sentence with exit code 1.
 * @param module the parts of the gateway that the command needs.
 */
export function command(
  prepare: (args: readonly string[]) => (app: INestApplicationContext) => Promise<CommandResult>,
  module: Type = AppModule,
): void {
  // Ends the process itself: Prisma's schema engine leaves a timer that would hold it for ten seconds more.
  runCommand(prepare, module).then((isGood) => process.exit(isGood ? 0 : 1), endWith(explain));
}
