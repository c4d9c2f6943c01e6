import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Generating the client only asks whether the native schema engine exists; without this it would be downloaded.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(import.meta.url);

export default defineConfig({ schema: 'schema.prisma', migrations: { path: 'migrations' } });
