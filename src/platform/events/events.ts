import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Database, sql } from '../database/index.js';
import { type Actor, type EventMap, type EventName, type Subject, SYSTEM } from './event.js';
import { Reactions } from './reactions.js';

export interface Draft<Name extends EventName = EventName> {
  name: Name;
  subject: Subject;
  data: EventMap[Name];
  by?: Actor;
}

@Injectable()
export class Events {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reactions: Reactions,
  ) {}

  /** Runs the reactions in the same transaction. Throws if no transaction is open. */
  async record<Name extends EventName>(
    name: Name,
    subject: Subject,
    data: EventMap[Name],
    by: Actor = SYSTEM,
  ): Promise<void> {
    await this.recordMany([{ name, subject, data, by }]);
  }

  async recordMany(drafts: Draft[]): Promise<void> {
    if (!this.database.inTransaction)
      throw new Error('An event is recorded in the transaction of what happened');
    if (drafts.length === 0) return;
    const at = this.clock.now();
    const rows = this.insert(drafts, at);
    for (const [index, draft] of drafts.entries()) {
      const { name, data, by = SYSTEM } = draft;
      const subject = { type: draft.subject.type, id: draft.subject.id };
      const id = async () => (await rows)[index]!.id;
      await this.reactions.run({ id, at, name, subject, by, data });
    }
  }

  private insert(drafts: Draft[], at: Date): Promise<{ id: string }[]> {
    const rows = drafts.map(({ name, subject, data, by = SYSTEM }) => ({
      name,
      subject_type: subject.type,
      subject_id: subject.id,
      actor_kind: by.kind,
      actor_id: by.id ?? null,
      data,
    }));
    return this.database.send<{ id: string }>(sql`
      insert into event (at, name, subject_type, subject_id, actor_kind, actor_id, data)
      select ${at}::timestamptz, name, subject_type, subject_id, actor_kind, actor_id, data
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as row (name text, subject_type text, subject_id bigint, actor_kind text, actor_id bigint, data jsonb)
      returning id`);
  }
}
