import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { Live } from '../../platform/live/index.js';
import { FileStore } from './file-store.js';
import type { Media } from './media.service.js';

/** `path` is absolute; `mediaType` was found by looking at the bytes. */
export interface StoredMedia {
  path: string;
  mediaType: string;
  bytes: number;
}

interface FileRow {
  path: string;
  mediaType: string;
  bytes: string;
}

/** The files of messages, kept beside the database. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: FileStore,
    private readonly live: Live,
  ) {}

  /** The file of a message; undefined until it was fetched. The caller has checked who may see it. */
  async open(messageId: string): Promise<StoredMedia | undefined> {
    const file = await this.database.maybe<FileRow>(
      sql`select path, media_type, bytes from stored_file where message_id = ${messageId}`,
    );
    return file && { ...file, path: await this.store.locate(file.path), bytes: Number(file.bytes) };
  }

  /** Whether it can no longer be fetched. */
  async isLost(messageId: string): Promise<boolean> {
    const lost = await this.database.maybe(
      sql`select 1 from wechat_media_lost where message_id = ${messageId}`,
    );
    return lost !== undefined;
  }

  async lost(messageId: string): Promise<void> {
    await this.database.run(sql`
      insert into wechat_media_lost (message_id, lost_at) values (${messageId}, ${this.clock.now()})
      on conflict do nothing`);
  }

  /** Keeps it once; open screens of the conversation are told. */
  async keep(messageId: string, { bytes, mediaType }: Media): Promise<void> {
    const { sha256, path } = await this.store.keep(bytes);
    const kept = await this.database.maybe<{ conversation: string; department: string }>(sql`
      with kept as (
        insert into stored_file (message_id, media_type, bytes, sha256, path, created_at)
        values (${messageId}, ${mediaType}, ${bytes.length}, ${sha256}, ${path}, ${this.clock.now()})
        on conflict (message_id) do nothing returning message_id
      )
      select conversation.id as conversation, department_id as department
      from kept join message on message.id = kept.message_id
        join conversation on conversation.id = message.conversation_id`);
    if (kept) {
      this.live.changed({ conversation: kept.conversation, departments: [kept.department] });
    }
  }
}
