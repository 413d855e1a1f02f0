import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Database, isId, sql } from '../platform/database/index.js';
import { FileCleaning, FileOwners, FileStore } from '../platform/files/index.js';
import { NotFound } from '../platform/http/index.js';
import { Jobs } from '../platform/jobs/index.js';
import type { Member } from '../staff/index.js';

export interface PersonExport {
  id: string;
  askedBy: string;
  askedAt: Date;
  state: 'waiting' | 'done' | 'gone';
  bytes: string | null;
  files: number | null;
  expiresAt: Date | null;
}

export interface ArchiveFile {
  content: Readable;
  bytes: number;
}

/** The archives that administrators ask for. Asking for one and fetching it stand on the list of who did what. */
@Injectable()
export class Exports implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly store: FileStore,
    private readonly owners: FileOwners,
    private readonly files: FileCleaning,
  ) {}

  onModuleInit(): void {
    this.owners.register(async (paths) => {
      const rows = await this.database.rows<{ path: string }>(
        sql`select path from person_export where path = any(${paths}::text[])`,
      );
      return rows.map(({ path }) => path);
    });
  }

  ofCustomer(customerId: string): Promise<PersonExport[]> {
    return this.database.rows<PersonExport>(sql`
      select e.id, m.name asked_by, e.asked_at, e.bytes, e.files, e.expires_at,
             case when e.expires_at <= clock_timestamp() then 'gone' else e.state end state
        from person_export e join member m on m.id = e.asked_by
       where e.customer_id = ${customerId} order by e.id desc limit 20`);
  }

  async ask(customerId: string, by: Member): Promise<string> {
    return this.database.transaction(async () => {
      const { id } = await this.database.one<{ id: string }>(sql`
        insert into person_export (customer_id, asked_by, asked_at)
        values (${customerId}, ${by.id}, clock_timestamp()) returning id`);
      await this.jobs.enqueue('retention.export', { exportId: id });
      await this.record('customer.exported', customerId, { export: id, by });
      return id;
    });
  }

  /** Throws `NotFound` for an archive that is not made yet, has expired or was never asked for. */
  async fetch(customerId: string, exportId: string, by: Member): Promise<ArchiveFile> {
    const found = await this.database.maybe<{ path: string; bytes: string }>(sql`
      select path, bytes from person_export
       where id = ${isId(exportId) ? exportId : null} and customer_id = ${customerId} and state = 'done'
         and path is not null and expires_at > clock_timestamp()`);
    const content = found && (await this.store.stream(found.path));
    if (!content) throw new NotFound('export_not_there');
    await this.record('customer.export_fetched', customerId, { export: exportId, by });
    return { content, bytes: Number(found.bytes) };
  }

  /** Removes the archives whose time is over. Returns how many. */
  async expire(): Promise<number> {
    const over = await this.database.rows<{ path: string | null }>(sql`
      with over as (
        select id, path from person_export where state = 'done' and expires_at <= clock_timestamp() for update
      )
      update person_export e set state = 'gone', path = null from over where over.id = e.id returning over.path`);
    await this.files.forget(over.flatMap(({ path }) => path ?? []));
    return over.length;
  }

  private record(action: string, customerId: string, { export: id, by }: { export: string; by: Member }) {
    return this.audit.record({
      action,
      subject: { type: 'customer', id: customerId },
      by,
      after: { export: id },
    });
  }
}
