import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter, Gauge, Registry } from 'prom-client';
import { afterAll, describe, expect, it } from 'vitest';
import { usableCores } from '../../src/platform/config/cores.js';
import { readConfig } from '../../src/platform/config/index.js';
import { nextPause } from '../../src/start/processes/pauses.js';
import { Sums } from '../../src/start/processes/sums.js';
import { TEST_KEY } from '../support/key.js';

const SERVER = { DATABASE_URL: 'postgres://desk@127.0.0.1/desk', SECRET_KEY: TEST_KEY };
const folder = mkdtempSync(join(tmpdir(), 'huiyin-cores-'));
afterAll(() => rmSync(folder, { recursive: true }));

const processesWith = (environment: Record<string, string>) => readConfig(environment).webProcesses;

function coresWith(quota: string): number {
  const file = join(folder, 'cpu.max');
  writeFileSync(file, quota);
  return usableCores(file);
}

describe('how many processes serve pages', () => {
  it('one process serves pages on the embedded database, unless WEB_PROCESSES says otherwise', () => {
    expect(processesWith({})).toBe(1);
    expect(processesWith({ WEB_PROCESSES: '3' })).toBe(3);
  });

  it('on a database of its own one process serves pages for each core, and no more than four unasked', () => {
    expect(processesWith(SERVER)).toBe(Math.min(4, usableCores()));
    expect(processesWith({ ...SERVER, WEB_PROCESSES: '64' })).toBe(64);
  });

  it('a program that serves no pages is one process, whatever WEB_PROCESSES says', () => {
    expect(processesWith({ ...SERVER, ROLE: 'worker' })).toBe(1);
    expect(processesWith({ ...SERVER, ROLE: 'worker', WEB_PROCESSES: '3' })).toBe(1);
  });

  it.each(['0', '65', '1.5', 'many'])('a WEB_PROCESSES of %s is refused with a sentence', (WEB_PROCESSES) => {
    expect(() => readConfig({ WEB_PROCESSES })).toThrow(
      /^WEB_PROCESSES must be a whole number from 1 to 64$/,
    );
  });

  it('the cores of a container are those that it may use, and one at least', () => {
    expect(coresWith('50000 100000\n')).toBe(1);
    expect(coresWith('150000 100000\n')).toBe(Math.min(2, availableParallelism()));
    expect(coresWith('max 100000\n')).toBe(availableParallelism());
    expect(usableCores(join(folder, 'not-there'))).toBe(availableParallelism());
  });
});

describe('a process that ended', () => {
  it('is replaced after a second, and later and later while its followers end at once', () => {
    const pauses: number[] = [];
    for (let round = 0; round < 7; round += 1) pauses.push(nextPause(pauses.at(-1) ?? 0, 500));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(nextPause(30_000, 3_600_000)).toBe(1_000);
  });
});

describe('the numbers of several processes', () => {
  it('are summed, and what a process that ended had counted stays counted', async () => {
    const sums = new Sums();
    sums.learn(1, await numbersOf(3));
    sums.learn(2, await numbersOf(4));
    expect(await sums.text()).toMatch(/^answers 7$/m);
    sums.ended(1);
    expect(await sums.text()).toMatch(/^answers 7$/m);
    sums.ended(2);
    sums.learn(3, await numbersOf(2));
    expect(await sums.text()).toMatch(/^answers 9$/m);
  });

  it('are those of living processes alone where they tell how something stands', async () => {
    const sums = new Sums();
    sums.learn(1, await numbersOf(3));
    sums.learn(2, await numbersOf(4));
    expect(await sums.text()).toMatch(/^connections 7$/m);
    sums.ended(1);
    expect(await sums.text()).toMatch(/^connections 4$/m);
  });
});

/** What a process tells that answered so often over as many connections. */
function numbersOf(count: number) {
  const registers = [new Registry()];
  new Counter({ name: 'answers', help: 'Answers', registers }).inc(count);
  new Gauge({ name: 'connections', help: 'Connections', registers }).set(count);
  return registers[0]!.getMetricsAsJSON();
}
