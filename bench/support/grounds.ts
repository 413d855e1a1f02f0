import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/database/embedded/index.js';
import { Installation } from '../../test/story/installation.js';
import type { Figure, Stage } from '../bench.js';

/** All benches of a run share this embedded PostgreSQL, which writes to disk at every commit. */
export class Grounds {
  private constructor(
    private readonly dataDir: string,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async open(): Promise<Grounds> {
    const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-bench-'));
    chmodSync(dataDir, 0o755);
    const postgres = await startEmbedded({ dataDir });
    await migrate(postgres.url);
    return new Grounds(dataDir, postgres);
  }

  /** Closes what the bench opened, even if the bench fails. */
  async stage(bench: string, run: (stage: Stage) => Promise<void>): Promise<void> {
    const opened: Installation[] = [];
    const say = (text: string) => void process.stderr.write(`${bench}: ${text}\n`);
    try {
      await run({
        say,
        report,
        installation: async (settings = {}) => {
          const installation = await Installation.onServer(settings, this.postgres.url);
          opened.push(installation);
          return installation;
        },
      });
    } finally {
      for (const installation of opened) await installation.close();
    }
  }

  async close(): Promise<void> {
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function report({ name, value, unit, floor, ...facts }: Figure): void {
  const compared = floor === undefined ? {} : { floor: rounded(floor), ratio: rounded(value / floor) };
  const line = { name, value: rounded(value), unit, ...compared, ...facts };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
