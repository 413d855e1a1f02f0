import { readFileSync } from 'node:fs';
import swc from 'unplugin-swc';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** The tests are compiled as the program is. */
const { jsc, module } = JSON.parse(readFileSync('.swcrc', 'utf8')) as {
  jsc: object;
  module: { type: 'es6' };
};
const compiled = () => ({
  plugins: [swc.vite({ tsconfigFile: false, jsc, module })],
  esbuild: false as const,
});

/** They start whole programs. */
const PROGRAMS = ['test/story/*.test.ts', 'test/cli/*.test.ts', 'test/start.test.ts'];

/** One room each, side by side in this process, on databases of their own. */
const rooms: TestProjectInlineConfiguration = {
  ...compiled(),
  test: {
    name: 'rooms',
    include: ['test/**/*.test.ts'],
    exclude: PROGRAMS,
    setupFiles: ['test/support/setup.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 0 },
  },
};

/** One after the other, when the rooms are done. */
const story: TestProjectInlineConfiguration = {
  ...compiled(),
  test: {
    name: 'story',
    include: PROGRAMS,
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { groupOrder: 1 },
  },
};

export default defineConfig({
  ...compiled(),
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    projects: [rooms, story],
    // The second is for .ci/run, which counts from it.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
  },
});
