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
/** Long runs of whole programs, which no change waits for before it is checked: `npm run soak`. */
const LONG_RUNS = ['test/soak/*.test.ts'];

/** One room each, side by side in this process, on databases of their own. */
const rooms: TestProjectInlineConfiguration = {
  ...compiled(),
  test: {
    name: 'rooms',
    include: ['test/**/*.test.ts'],
    exclude: [...PROGRAMS, ...LONG_RUNS],
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
const programs = (name: string, include: string[], groupOrder: number): TestProjectInlineConfiguration => ({
  ...compiled(),
  test: {
    name,
    include,
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { groupOrder },
  },
});

export default defineConfig({
  ...compiled(),
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    projects: [rooms, programs('story', PROGRAMS, 1), programs('soak', LONG_RUNS, 2)],
    // The second is for .ci/run, which counts from it; `npm run soak` writes one of its own.
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.cache/test-report.json' },
  },
});
