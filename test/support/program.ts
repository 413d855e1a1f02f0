import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../../src/platform/config/index.js';

const READY = /Huiyin (回音 is ready|runs jobs)/;
const START_LIMIT_MS = 60_000;

export type Environment = Record<string, string>;

/** The compiled program in a process of its own, as `npm start` runs it; for tests that stop it, kill it, or run two. */
export class Program {
  /** What it said to standard output and standard error. */
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

  /** Returns when it answers. Throws what it said where it ends instead. */
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

  /** Without waiting for anything. */
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

  /** Its exit status; null where it was killed. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exited;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}

/** An administration command with `--json`; what it printed. */
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

/** Nothing of the machine's own settings reaches the program but what it needs to run. */
function surroundings(environment: Environment): Environment {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), ...environment };
}
