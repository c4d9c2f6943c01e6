import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const TEXTS = /\.(?:js|css|html|svg)$/;

/** Writes a compressed copy beside each text, for the gateway to send as it is. */
const compressedCopies = (): Plugin => ({
  name: 'compressed-copies',
  apply: 'build',
  writeBundle: ({ dir }) => {
    if (dir === undefined) return;
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => TEXTS.test(file));
    for (const path of files.map((file) => join(dir, file))) {
      const text = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
    }
  },
});

export default defineConfig({
  base: '/app/',
  plugins: [react(), compressedCopies()],
  // Inlined files would be data: addresses, and what is separate is cached by itself.
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    // Published from there into dist/ when the whole build has succeeded: a gateway may be serving from it.
    outDir: '.dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'frame', minShareCount: 8 }] } } },
  },
  server: { proxy: { '^/(?!app)': { target: 'http://localhost:3000' } } },
});
