import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SHOP } from '../channels/shop.js';
import { TEST_KEY } from '../support/app.js';
import { runningEmbedded } from '../../src/platform/database/embedded/index.js';
import { cloneDatabase } from '../support/database.js';
import { type Environment, huiyin, Program } from '../support/program.js';

/** Holds a database and the processes that run on it. */
export class Installation {
  readonly running: Program[] = [];

  private constructor(
    readonly environment: Environment,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Makes a database in the PostgreSQL of the tests, from the migrated template or another one. */
  static async onServer(settings: Environment = {}, template?: string): Promise<Installation> {
    const clone = await cloneDatabase(template);
    const database = { DATABASE_URL: clone.url, SECRET_KEY: TEST_KEY };
    return new Installation({ ...common(newFolder()), ...database, ...settings }, () => clone.drop());
  }

  /** Makes an embedded PostgreSQL of its own. */
  static embedded(settings: Environment = {}): Installation {
    return new Installation({ ...common(newFolder()), ...settings }, async () => undefined);
  }

  async start(settings: Environment = {}): Promise<Program> {
    const program = await Program.start({ ...this.environment, ...settings });
    this.running.push(program);
    return program;
  }

  command<T>(...words: string[]): Promise<T> {
    return huiyin<T>(this.environment, ...words);
  }

  /** Connects the shop's official account, as an administrator does. */
  async connect(apiUrl?: string): Promise<void> {
    const { key, originalId, appId, appSecret, token, aesKey, mode } = SHOP;
    const given = { key, originalId, appId, appSecret, token, aesKey, mode, ...(apiUrl && { apiUrl }) };
    const words = Object.entries(given).flatMap(([name, value]) => [option(name), value]);
    await this.command('channel:add', 'wechat-official', ...words);
  }

  /** Reads straight from the database. An embedded one can be asked only while a program runs. */
  async rows<T>(query: string, ...values: unknown[]): Promise<T[]> {
    const { DATABASE_URL, DATA_DIR = '' } = this.environment;
    const client = new pg.Client({
      connectionString: DATABASE_URL ?? (await runningEmbedded(DATA_DIR)) ?? '',
    });
    await client.connect();
    try {
      return (await client.query(query, values)).rows as T[];
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((program) => program.stop()));
  }

  async close(): Promise<void> {
    await this.stop();
    await this.drop();
    rmSync(this.environment.DATA_DIR!, { recursive: true, force: true });
  }
}

/** There is no demonstration, errors alone are logged, and WeChat's own host is never called. */
function common(dataDir: string): Environment {
  return { DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'warn', WECHAT_API_URL: 'http://127.0.0.1:9' };
}

/** Makes a folder that is open to the user who runs PostgreSQL when the tests run as root. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-story-'));
  chmodSync(folder, 0o755);
  return folder;
}

function option(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
