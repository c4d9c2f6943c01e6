import { runCatalogueCommand } from './catalogue-command.js';
import { readSdkSources } from './sdk-sources.js';

const { exitCode, line } = runCatalogueCommand(process.argv[2], readSdkSources);
(exitCode === 0 ? process.stdout : process.stderr).write(`${line}\n`);
process.exitCode = exitCode;
