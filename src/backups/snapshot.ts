import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ArchiveWriter } from './archive-writer.js';
import { pieces } from './byte-reader.js';
import { months, sequences, tableNames, tables } from './catalog.js';
import {
  type Ending,
  FORMAT,
  type Heading,
  HEADING,
  HEADING_SUM,
  jobsEntry,
  rowsEntry,
  sumOf,
  type Table,
} from './format.js';
import { JOB_COLUMNS } from './queue.js';
import { BackupRefused } from './sentences.js';

const PART_BYTES = 1024 * 1024;
/** The texts of values must not depend on how server or role are set. */
const SETTINGS = `
  set statement_timeout = 0; set lock_timeout = '60s'; set idle_in_transaction_session_timeout = 0;
  set client_encoding = 'UTF8'; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres';
  set bytea_output = 'hex'; set extra_float_digits = 1`;

export interface Progress {
  doing: string;
  rows: number;
  files: number;
}

/** Everything in the backup is as it was at one moment, however long the copying takes. */
export class Snapshot {
  private readonly rows: Record<string, number> = {};
  private total = 0;

  private constructor(
    private readonly client: Client,
    private readonly archive: ArchiveWriter,
    private readonly tell: (progress: Progress) => void,
  ) {}

  /** The tables are locked first, so that none changes its shape before it is copied. */
  static async open(
    client: Client,
    archive: ArchiveWriter,
    tell: (progress: Progress) => void,
  ): Promise<Snapshot> {
    await client.query(SETTINGS);
    const names = await tableNames(client);
    if (!names.includes('public.setting'))
      throw new BackupRefused('There is nothing to back up: this database is empty.');
    await client.query('begin isolation level repeatable read read only');
    await client.query(`lock table ${names.join(', ')} in access share mode`);
    return new Snapshot(client, archive, tell);
  }

  async heading(program: string, keys: string[]): Promise<Heading> {
    const { rows } = await this.client.query<{ takenAt: Date; postgres: string }>(
      `select clock_timestamp() as "takenAt", current_setting('server_version') as postgres`,
    );
    const { takenAt, postgres } = rows[0]!;
    const applied = await this.client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    );
    const heading: Heading = {
      format: FORMAT,
      program,
      takenAt: takenAt.toISOString(),
      postgres,
      migrations: applied.rows,
      keys,
      tables: await tables(this.client),
      months: await months(this.client),
    };
    const bytes = Buffer.from(JSON.stringify(heading));
    await this.archive.add({ name: HEADING, bytes });
    await this.archive.add({ name: HEADING_SUM, bytes: Buffer.from(sumOf(bytes)) });
    return heading;
  }

  async copyTables({ tables: all }: Heading): Promise<void> {
    for (const table of all) this.rows[table.name] = await this.copyTable(table);
  }

  async copyJobs(): Promise<number> {
    return this.copy(
      `select ${JOB_COLUMNS} from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id
        left join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.id`,
      jobsEntry,
    );
  }

  /** Asks within the snapshot for one column of texts, such as the paths of files. */
  async texts(query: string): Promise<string[]> {
    const { rows } = await this.client.query<[string]>({ text: query, rowMode: 'array' });
    return rows.map(([text]) => text);
  }

  async ending(counts: Pick<Ending, 'jobs' | 'files' | 'missing'>): Promise<Omit<Ending, 'sha256'>> {
    return { rows: this.rows, ...counts, sequences: await sequences(this.client) };
  }

  get copied(): number {
    return this.total;
  }

  private async copyTable({ name, columns }: Table): Promise<number> {
    this.tell({ doing: name, rows: this.total, files: 0 });
    const rows = await this.copy(`select ${columns.join(', ')} from ${name}`, (part) =>
      rowsEntry(name, part),
    );
    this.total += rows;
    return rows;
  }

  private async copy(query: string, entry: (part: number) => string): Promise<number> {
    const stream = this.client.query(copyTo(`copy (${query}) to stdout`));
    let part = 0;
    for await (const bytes of pieces(stream as AsyncIterable<Buffer>, PART_BYTES))
      await this.archive.add({ name: entry(part++), bytes });
    // The rows end before PostgreSQL says how many they were; the next statement waits for that.
    await this.client.query('select 1');
    return stream.rowCount;
  }
}
