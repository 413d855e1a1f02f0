import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { until } from '../platform/program.js';
import { forkedBy, isAlive } from '../support/processes.js';
import { Program } from '../support/program.js';
import { Installation } from './installation.js';
import { inLanes } from './lanes.js';
import { push, text } from './wire.js';

const SEVERAL = { WEB_PROCESSES: '2' };
/** A machine that does much else takes long. */
const PATIENCE_MS = 90_000;
/** WeChat waits no longer for an answer, and pushes again. */
const WECHAT_WAITS_MS = 5_000;

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
});

describe('two processes that serve one port', () => {
  let shop: Installation;
  let program: Program;

  beforeAll(async () => {
    shop = await Installation.onServer(SEVERAL);
    await shop.connect();
  });
  beforeEach(async () => {
    program = shop.running[0] ?? (await shop.start());
  });
  afterAll(() => shop.close());

  it('say once that they are ready, and answer alike', async () => {
    expect(await forkedBy(program)).toHaveLength(2);
    expect(program.said.match(/is ready/g)).toHaveLength(1);
    expect(program.said.match(/user:create --role admin/g)).toHaveLength(1);
    for (let visit = 0; visit < 4; visit += 1) {
      expect((await visited(`${program.url}/login`)).status).toBe(200);
      const { body } = await visited(`${program.url}/health/ready`);
      expect(Object.keys((JSON.parse(body) as { checks: object }).checks)).toContain('timers');
    }
  });

  it('run jobs in one of them, although both could', async () => {
    await until(async () => (await jobWorkers()).length > 0, PATIENCE_MS);
    expect(await jobWorkers()).toHaveLength(1);
  });

  it('are one program in /metrics, which counts what either was asked', async () => {
    const before = await logInPages();
    for (let visit = 0; visit < 6; visit += 1) await visited(`${program.url}/login`);
    await until(async () => (await logInPages()) === before + 6, PATIENCE_MS);
    for (let visit = 0; visit < 4; visit += 1) expect(await logInPages()).toBe(before + 6);
  });

  it('go on one without the other, and the one that was killed is replaced and stays counted', async () => {
    const before = await logInPages();
    for (const killed of await forkedBy(program)) {
      process.kill(killed, 'SIGKILL');
      await until(() => twoOtherThan(killed), PATIENCE_MS);
      await until(() => answers('/login'), PATIENCE_MS);
    }
    expect(await logInPages()).toBeGreaterThanOrEqual(before);
    expect(program.said.match(/another takes its place/g)).toHaveLength(2);
    expect(program.said.match(/is ready/g)).toHaveLength(1);
    expect(program.said.match(/user:create --role admin/g)).toHaveLength(1);
  });

  it('lose no push that was acknowledged while one of them is killed', async () => {
    const pushes = Array.from({ length: 120 }, (_, n) => text(`oKilled${n % 12}`, `第${n}件大衣是破的`));
    let acknowledged = 0;
    const killing = until(() => acknowledged > 30, PATIENCE_MS).then(async () => {
      process.kill((await forkedBy(program))[0]!, 'SIGKILL');
    });
    await inLanes(pushes, 6, async (clear) => {
      await until(() => acknowledges(clear), PATIENCE_MS);
      acknowledged += 1;
    });
    await killing;
    const kept = await shop.rows<{ times: number }>(
      "select count(*)::int times from message where direction = 'in' and provider_id = any($1) group by provider_id",
      pushes.map(({ MsgId }) => MsgId),
    );
    expect(kept).toEqual(Array(pushes.length).fill({ times: 1 }));
  });

  it('run jobs again after the one that ran them was killed', async () => {
    const before = await jobWorkers();
    for (const pid of await until(() => twoOtherThan(0), PATIENCE_MS)) process.kill(pid, 'SIGKILL');
    await until(async () => (await jobWorkers()).some((id) => !before.includes(id)), PATIENCE_MS);
    await until(() => answers('/login'), PATIENCE_MS);
  });

  it('do not start where the port is in use, which is said once', async () => {
    const refused = Program.launch({ ...shop.environment, PORT: new URL(program.url).port });
    expect(await refused.exited).toBe(1);
    expect(refused.said.match(/is used by another program/g)).toHaveLength(1);
    expect(refused.said).not.toContain('    at ');
  });

  it('end in order at Ctrl-C, which a terminal tells every process, and leave none behind', async () => {
    const pids = await forkedBy(program);
    for (const pid of pids) process.kill(pid, 'SIGINT');
    expect(await answers('/login')).toBe(true);
    program.signal('SIGINT');
    expect(await ended()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    // Those that were killed above are listed until they count as dead.
    await shop.rows('delete from job_worker');
  });

  it('end in order at SIGTERM to the program alone, and leave none behind', async () => {
    const pids = await forkedBy(program);
    expect(pids).toHaveLength(2);
    program.signal('SIGTERM');
    expect(await ended()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await jobWorkers()).toEqual([]);
  });

  it('end in order when the program that forked them is killed', async () => {
    const pids = await forkedBy(program);
    expect(pids).toHaveLength(2);
    program.signal('SIGKILL');
    await ended();
    await until(() => !pids.some(isAlive), PATIENCE_MS);
    expect(await jobWorkers()).toEqual([]);
  });

  async function ended(): Promise<number | null> {
    shop.running.length = 0;
    return program.exited;
  }

  async function twoOtherThan(killed: number): Promise<number[] | undefined> {
    const pids = await forkedBy(program);
    return pids.length === 2 && !pids.includes(killed) ? pids : undefined;
  }

  async function answers(path: string): Promise<boolean> {
    return visited(`${program.url}${path}`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  /** A push without an answer is made again, as by WeChat. */
  async function acknowledges(clear: ReturnType<typeof text>): Promise<boolean> {
    const answered = push(program.url, clear).then(
      ({ status }) => status === 200,
      () => false,
    );
    return Promise.race([answered, pause(WECHAT_WAITS_MS, false)]);
  }

  /** How often the page to log in was shown. */
  async function logInPages(): Promise<number> {
    const { body } = await visited(`${program.url}/metrics`);
    const line = /^huiyin_http_request_seconds_count\{method="GET",route="\/login",status="200"\} (\d+)$/m;
    return Number(line.exec(body)?.[1] ?? 0);
  }

  async function jobWorkers(): Promise<string[]> {
    return (await shop.rows<{ id: string }>('select id from job_worker order by id')).map(({ id }) => id);
  }
});

describe('two processes on the embedded database', () => {
  it('offer the demonstration in both, and neither they nor the database outlive a killed program', async () => {
    const shop = Installation.embedded({ ...SEVERAL, DEMO: 'on' });
    const program = await shop.start();
    for (let visit = 0; visit < 4; visit += 1) {
      expect((await visited(`${program.url}/login`)).body).toContain('lina@huiyin.example');
    }
    const pids = [...(await forkedBy(program)), databasePid(shop)];
    expect(pids).toHaveLength(3);
    await program.kill();
    await until(() => !pids.some(isAlive), PATIENCE_MS);
    shop.running.length = 0;
    const again = await shop.start();
    expect((await visited(`${again.url}/login`)).status).toBe(200);
    const all = [...(await forkedBy(again)), databasePid(shop)];
    expect(await again.stop()).toBe(0);
    expect(all.filter(isAlive)).toEqual([]);
    await shop.close();
  });
});

/** Asks over a connection of its own, so that the processes take turns. */
function visited(address: string): Promise<{ status: number; body: string }> {
  const agent = new Agent({ keepAlive: false });
  return new Promise((done, fail) => {
    const request = get(address, { agent, timeout: WECHAT_WAITS_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.once('end', () => done({ status: response.statusCode!, body })).once('error', fail);
    });
    request.once('error', fail).once('timeout', () => request.destroy(new Error('No answer came in time')));
  });
}

function databasePid({ environment }: Installation): number {
  const file = join(environment.DATA_DIR!, 'postgres/cluster/data/postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}
