import { readFileSync } from 'node:fs';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

/** The tests are compiled as the program is. */
const { jsc, module } = JSON.parse(readFileSync('.swcrc', 'utf8')) as {
  jsc: object;
  module: { type: 'es6' };
};

export default defineConfig({
  plugins: [swc.vite({ tsconfigFile: false, jsc, module })],
  esbuild: false,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The second is for .ci/run, which counts from it.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
  },
});
