import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { WechatRefusal } from './wechat-refusal.js';

const LIFE_MS = 3 * 24 * 3_600_000;
/** D-media names 10 MB in one paragraph and 2 MB in another: the stricter one holds here. */
export const IMAGE_BYTES = 2 * 1024 * 1024;

const STARTS: [string, Buffer][] = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/gif', Buffer.from('GIF8')],
];

export interface Medium {
  mediaId: string;
  mediaType: string;
  bytes: Buffer;
  createdAt: Date;
}

/** Temporary material: pictures of both sides, dead for the business after three days. */
@Injectable()
export class Media {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Refuses with 41005, 45001 or 40004. The type is read from the bytes. */
  async keep(appId: string, bytes: Buffer | undefined): Promise<Medium> {
    if (!bytes || bytes.length === 0) throw new WechatRefusal(41005);
    if (bytes.length > IMAGE_BYTES) throw new WechatRefusal(45001);
    const mediaType = pictureType(bytes);
    if (!mediaType) throw new WechatRefusal(40004);
    return this.database.one<Medium>(sql`
      insert into sandbox.media (media_id, app_id, media_type, bytes, created_at)
      values (${randomBytes(32).toString('base64url')}, ${appId}, ${mediaType}, ${bytes}, ${this.clock.now()})
      returning media_id, media_type, bytes, created_at`);
  }

  /** For the business. Refuses with 40007 where it is another account's or older than three days. */
  async fetch(appId: string, mediaId: string): Promise<Medium> {
    const medium = await this.find(mediaId, appId);
    if (!medium || medium.createdAt.getTime() + LIFE_MS <= this.clock.now().getTime())
      throw new WechatRefusal(40007);
    return medium;
  }

  /** For the phone, which keeps what it has shown. */
  async find(mediaId: string, appId?: string): Promise<Medium | undefined> {
    return this.database.maybe<Medium>(sql`
      select media_id, media_type, bytes, created_at from sandbox.media
       where media_id = ${mediaId} and app_id = coalesce(${appId ?? null}, app_id)`);
  }
}

/** What kind of picture the bytes are, whatever they are called. */
export function pictureType(bytes: Buffer): string | undefined {
  return STARTS.find(([, start]) => bytes.subarray(0, start.length).equals(start))?.[0];
}
