import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { FileNames, FileOwners, FileStore, type Kept } from '../platform/files/index.js';
import { Live } from '../platform/live/index.js';

/** `mediaType` is determined from the bytes, because the type that a sender names cannot be trusted. */
export interface Media {
  bytes: Buffer;
  mediaType: string;
}

/** `playable` is a second version for browsers that cannot play the original. */
export interface Recording extends Media {
  playable?: Media;
  seconds?: number;
}

export interface StoredMedia {
  path: string;
  mediaType: string;
  bytes: number;
}

export interface Stored {
  media: Recording;
  kept: Kept;
  playable?: Kept;
}

interface FileRow {
  path: string;
  mediaType: string;
  bytes: string;
  playablePath: string | null;
  playableType: string | null;
}

/** A query for the paths of all files that are named anywhere. */
export const STORED_PATHS = `
  select path from stored_file
  union select playable_path from stored_file where playable_path is not null
  order by 1`;

@Injectable()
export class MessageFiles implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly files: FileStore,
    private readonly live: Live,
    private readonly owners: FileOwners,
    private readonly names: FileNames,
  ) {}

  onModuleInit(): void {
    this.owners.register((paths) => this.named(paths));
  }

  /** Returns undefined until the file has been fetched. The caller has checked who may see it. */
  async open(messageId: string): Promise<StoredMedia | undefined> {
    const file = await this.find(messageId);
    return (
      file && {
        path: await this.files.locate(file.path),
        mediaType: file.mediaType,
        bytes: Number(file.bytes),
      }
    );
  }

  async openPlayable(messageId: string): Promise<Omit<StoredMedia, 'bytes'> | undefined> {
    const file = await this.find(messageId);
    return (
      file && {
        path: await this.files.locate(file.playablePath ?? file.path),
        mediaType: file.playableType ?? file.mediaType,
      }
    );
  }

  async keep(messageId: string, media: Recording): Promise<void> {
    await this.attach(messageId, await this.store(media));
  }

  /** Storing a file may be slow, so no transaction may be open. */
  async store(media: Recording): Promise<Stored> {
    const kept = await this.files.keep(media.bytes);
    const playable = media.playable && (await this.files.keep(media.playable.bytes));
    return { media, kept, playable };
  }

  async attach(messageId: string, stored: Stored): Promise<void> {
    await this.database.transaction(async () => {
      await this.hold(stored);
      await this.name(messageId, stored);
    });
  }

  /** The same content may have been another's who was erased since it was stored. */
  private async hold({ media, kept, playable }: Stored): Promise<void> {
    const gone = await this.names.claim([kept.path, ...(playable ? [playable.path] : [])]);
    if (gone.has(kept.path)) await this.files.keep(media.bytes);
    if (playable && media.playable && gone.has(playable.path)) await this.files.keep(media.playable.bytes);
  }

  private async name(messageId: string, { media, kept: { sha256, path }, playable }: Stored): Promise<void> {
    const kept = await this.database.maybe<{ conversation: string; department: string }>(sql`
      with kept as (
        insert into stored_file (message_id, media_type, bytes, sha256, path, created_at, seconds, playable_path, playable_type)
        values (${messageId}, ${media.mediaType}, ${media.bytes.length}, ${sha256}, ${path}, ${this.clock.now()},
                ${media.seconds ?? null}, ${playable?.path ?? null}, ${media.playable?.mediaType ?? null})
        on conflict (message_id) do nothing returning message_id
      )
      select conversation.id as conversation, department_id as department
      from kept join message on message.id = kept.message_id
        join conversation on conversation.id = message.conversation_id`);
    if (kept) {
      this.live.changed({ conversation: kept.conversation, departments: [kept.department] });
    }
  }

  /** Notes that the file can no longer be had from the channel, so that nobody waits for it. */
  async lose(messageId: string): Promise<void> {
    await this.database.run(sql`
      insert into lost_file (message_id, lost_at) values (${messageId}, ${this.clock.now()}) on conflict do nothing`);
  }

  private async named(paths: string[]): Promise<string[]> {
    const rows = await this.database.rows<{ path: string }>(sql`
      select path from stored_file where path = any(${paths})
      union select playable_path from stored_file where playable_path = any(${paths})`);
    return rows.map(({ path }) => path);
  }

  private find(messageId: string): Promise<FileRow | undefined> {
    return this.database.maybe<FileRow>(sql`
      select path, media_type, bytes, playable_path, playable_type from stored_file where message_id = ${messageId}`);
  }
}
