import { readFileSync } from 'node:fs';
import swc from 'unplugin-swc';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tests are compiled as the program is. */
const { jsc, module } = JSON.parse(readFileSync('.swcrc', 'utf8')) as {
  jsc: object;
  module: { type: 'es6' };
};
const compiled = () => ({
  plugins: [swc.vite({ tsconfigFile: false, jsc, module })],
  esbuild: false as const,
});

/** They start whole programs and clusters of PostgreSQL. */
const PROGRAMS = [
  'test/story/*.test.ts',
  'test/cli/*.test.ts',
  'test/start.test.ts',
  'test/platform/embedded-postgres.test.ts',
];
/** They walk through every route, form or page of the whole application, or through all of its files. */
const WALKS = [
  'test/rights/*.test.ts',
  'test/web/{forms,layout,weight}.test.ts',
  'test/api/docs.test.ts',
  'test/{boundaries,lint}.test.ts',
];
/** Long runs of whole programs, which no change waits for before it is checked: `npm run soak`. */
const LONG_RUNS = ['test/soak/*.test.ts'];

/** Many at a time in this process, each on a database of its own. */
const sideBySide = (
  name: string,
  { include, exclude }: { include: string[]; exclude: string[] },
  groupOrder: number,
): TestProjectInlineConfiguration => ({
  ...compiled(),
  test: {
    name,
    include,
    exclude,
    setupFiles: ['test/support/setup.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    sequence: { groupOrder },
  },
});

/** So many at a time, when the rooms are done. */
const programs = (
  name: string,
  { include, maxWorkers }: { include: string[]; maxWorkers: number },
  groupOrder: number,
): TestProjectInlineConfiguration => ({
  ...compiled(),
  test: {
    name,
    include,
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { groupOrder },
  },
});

/** Short to read and long to run: the size of a file, by which a clean checkout sorts, says nothing about them. */
const LONGEST = [
  'cli/commands',
  'backups/restoring',
  'rights/matrix',
  'web/forms',
  'web/layout',
  'delivery/deliveries',
  'platform/jobs-takeover',
];

/** So that neither worker ends long after the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  ...compiled(),
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      sideBySide(
        'rooms',
        { include: ['test/**/*.test.ts'], exclude: [...WALKS, ...PROGRAMS, ...LONG_RUNS] },
        0,
      ),
      sideBySide('walks', { include: WALKS, exclude: [] }, 1),
      programs('story', { include: PROGRAMS, maxWorkers: 2 }, 2),
      programs('soak', { include: LONG_RUNS, maxWorkers: 1 }, 3),
    ],
    // The second is for .ci/run, which counts from it; `npm run soak` writes one of its own.
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.cache/test-report.json' },
  },
});
