import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../../src/platform/config/index.js';

const READY = /Huiyin (回音 is ready|runs jobs)/;
/** A machine that does much else takes long. */
const START_LIMIT_MS = 180_000;

export type Environment = Record<string, string>;

/**
 * Runs the compiled program in a process of its own, as `npm start` does, for tests that stop it, kill it or run
 * two.
 */
export class Program {
  /** Standard output and standard error are collected here. */
  said = '';
  readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    this.exited = once(child, 'close').then(([status]) => status as number | null);
  }

  /** Returns when the program answers. If it ends instead, throws what it said. */
  static async start(environment: Environment): Promise<Program> {
    const program = Program.launch({ ...environment, PORT: environment.PORT ?? String(await freePort()) });
    const ended = program.exited.then((status) => `It ended with ${status}:\n${program.said}`);
    for (const end = Date.now() + START_LIMIT_MS; !READY.test(program.said);) {
      const outcome = await Promise.race([ended, pause(20)]);
      if (outcome !== undefined) throw new Error(outcome);
      if (Date.now() > end) throw new Error(`It did not start in time:\n${program.said}`);
    }
    return program;
  }

  /** Starts the program without waiting for anything. */
  static launch(environment: Environment): Program {
    const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
      env: surroundings(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Program(child, `http://127.0.0.1:${environment.PORT}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Returns the exit status, or null if the program was killed. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exited;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}

/** Runs an administration command with `--json` and returns what it printed. */
export async function huiyin<T>(environment: Environment, ...words: string[]): Promise<T> {
  const command = [join(root, 'dist/cli/main.js'), ...words, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: surroundings(environment) });
  return JSON.parse(stdout) as T;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Of the machine's own settings the program gets only what it needs to run, and it is one process unless told. */
function surroundings(environment: Environment): Environment {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), WEB_PROCESSES: '1', ...environment };
}
