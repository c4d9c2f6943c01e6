import { FIRST_ENVIRONMENT } from './first-environment.js';

// Files follow each other in one process, so each begins with the environment of which no other has set anything.
for (const name of Object.keys(process.env)) if (!(name in FIRST_ENVIRONMENT)) delete process.env[name];
Object.assign(process.env, FIRST_ENVIRONMENT);
