import { readFile, realpath } from 'node:fs/promises';
import { Socket } from 'node:net';
import pg from 'pg';
import type { Area } from './area.js';
import { SUPERUSER } from './cluster.js';
import { LOOPBACK } from './port.js';

const DATABASE = 'huiyin';

const LOCK_CLASS = 0x48_75_69;
const OWNER = 1;
const READY = 2;
const JOINED = 3;

/**
 * The owner of the cluster holds an advisory lock through this connection. So PostgreSQL decides between two
 * programs, and a killed program loses the lock by itself.
 */
export class Session {
  private lost = false;
  private address = '';
  private whenLost: () => void = () => undefined;

  private constructor(
    private readonly client: pg.Client,
    private readonly socket: Socket,
  ) {
    client.on('error', () => this.lose());
  }

  /** Throws if another server answers at this port, because its password or its folder differs. */
  static async open(area: Area, port: number): Promise<Session> {
    const password = await readFile(area.password, 'utf8');
    const socket = new Socket();
    const client = new pg.Client({
      host: LOOPBACK,
      port,
      user: SUPERUSER,
      password,
      database: 'postgres',
      ssl: false,
      stream: () => socket,
      connectionTimeoutMillis: 5000,
      application_name: `huiyin ${process.pid}`,
    });
    await client.connect();
    const session = new Session(client, socket);
    session.address = `postgres://${SUPERUSER}:${password}@${await session.hostFor(area)}:${port}/${DATABASE}`;
    return session;
  }

  async ensureDatabase(): Promise<void> {
    const found = await this.client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await this.client.query(`create database ${DATABASE}`);
  }

  tryToOwn(): Promise<boolean> {
    return this.lock('pg_try_advisory_lock', OWNER);
  }

  async announce(): Promise<void> {
    await this.lock('pg_try_advisory_lock', READY);
  }

  async tryToJoin(): Promise<boolean> {
    if ((await this.owner())?.ready !== true) return false;
    return this.lock('pg_try_advisory_lock_shared', JOINED);
  }

  async owner(): Promise<{ pid: number; ready: boolean } | null> {
    const { rows } = await this.client.query<{ pid: string; ready: boolean }>(
      `select split_part(a.application_name, ' ', 2) as pid, bool_or(l.objid = $3) as ready
       from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.classid = $1 and l.objid in ($2, $3) and l.granted
       group by 1`,
      [LOCK_CLASS, OWNER, READY],
    );
    return rows[0] === undefined ? null : { pid: Number(rows[0].pid), ready: rows[0].ready };
  }

  /**
   * Waits for programs that share the database; no other can join meanwhile. Returns false after the time
   * limit.
   */
  async waitForJoined(limitMs: number): Promise<boolean> {
    this.socket.ref();
    try {
      await this.client.query(`set lock_timeout = ${limitMs}`);
      await this.client.query('select pg_advisory_lock($1, $2)', [LOCK_CLASS, JOINED]);
      return true;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '55P03') return false;
      throw error;
    }
  }

  hold(whenLost: () => void): void {
    this.whenLost = whenLost;
    this.socket.unref();
    if (this.lost) whenLost();
  }

  get url(): string {
    return this.address;
  }

  get isLost(): boolean {
    return this.lost;
  }

  async close(): Promise<void> {
    this.socket.ref();
    await this.client.end();
  }

  /** PostgreSQL's last message and the closed connection both report the end of a session. */
  private lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.whenLost();
  }

  private async lock(attempt: string, what: number): Promise<boolean> {
    const { rows } = await this.client.query<{ got: boolean }>(`select ${attempt}($1, $2) as got`, [
      LOCK_CLASS,
      what,
    ]);
    return rows[0]?.got === true;
  }

  /** The server says where else it listens: the folder of its socket, as an address spells it, or else loopback. */
  private async hostFor(area: Area): Promise<string> {
    const { rows } = await this.client.query<{ folder: string; socket: string }>(
      "select current_setting('data_directory') folder, current_setting('unix_socket_directories') socket",
    );
    const { folder = '', socket = '' } = rows[0] ?? {};
    if ((await realpath(folder)) === (await realpath(area.data)))
      return encodeURIComponent(socket) || LOOPBACK;
    await this.client.end();
    throw new Error(`the server there serves ${folder}`);
  }
}

export async function tryToOpen(area: Area, port: number): Promise<Session | Error> {
  try {
    return await Session.open(area, port);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
