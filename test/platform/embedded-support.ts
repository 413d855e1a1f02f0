import { transformFile } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface Said {
  url?: string | null;
  owned?: boolean;
  error?: string;
  line?: string;
}

const ROOM = 'src/platform/database/embedded';
const FIXTURE = 'test/platform/embedded-program.ts';
const BUILD = 'node_modules/.cache/embedded-test';

/** Compiles the room once, below node_modules so that the program finds `pg`. */
export async function compileProgram(): Promise<void> {
  const sources = (await readdir(ROOM)).map((name) => join(ROOM, name));
  for (const source of [...sources, FIXTURE]) {
    const { code } = await transformFile(source, { sourceMaps: false });
    const target = join(BUILD, source.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
}

/** This process starts the embedded database as the whole program would. */
export class Program {
  readonly said: Said[] = [];
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(dataDir: string, mode: 'start' | 'join' | 'running' = 'start', uid?: number) {
    const program = join(BUILD, FIXTURE.replace(/\.ts$/, '.js'));
    this.child = spawn(process.execPath, [program, dataDir, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
      uid,
      gid: uid,
    });
    this.closed = once(this.child, 'close');
    const lines = createInterface({ input: this.child.stdout! });
    lines.on('line', (line) => this.said.push(JSON.parse(line) as Said));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Returns the first thing said that is more than a log line. */
  async answer(): Promise<Said> {
    return until(() => this.said.find((said) => said.line === undefined));
  }

  async url(): Promise<string> {
    const answer = await this.answer();
    if (!answer.url) throw new Error(answer.error ?? 'no database');
    return answer.url;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.closed;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}

export async function until<T>(look: () => T | undefined | false, limitMs = 15_000): Promise<T> {
  for (let waited = 0; waited < limitMs; waited += 20) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error('it did not happen in time');
}

/** Makes a folder that is open to the user who runs PostgreSQL when the tests run as root. */
export function newDataDir(mode = 0o755): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-embedded-'));
  chmodSync(dataDir, mode);
  return dataDir;
}

export async function query(url: string, text: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(text)).rows;
  } finally {
    await client.end();
  }
}

export function lockFile(dataDir: string): string {
  return join(dataDir, 'postgres/cluster/data/postmaster.pid');
}

export function serverPid(dataDir: string): number {
  return Number(readFileSync(lockFile(dataDir), 'utf8').split('\n')[0]);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
