import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { secondsOf, voiceType } from './sound.js';
import { WechatRefusal } from './wechat-refusal.js';

const LIFE_MS = 3 * 24 * 3_600_000;
const KB = 1024;
/**
 * WeChat's page on media names 10 MB for pictures in one paragraph and 2 MB in another. The stand-in applies the
 * stricter limit.
 */
export const IMAGE_BYTES = 2 * KB * KB;
const VOICE_SECONDS = 60;

export type MediaKind = 'image' | 'voice' | 'video' | 'thumb';

interface Limit {
  bytes: number;
  type: (bytes: Buffer) => string | undefined;
}

const LIMITS: Record<MediaKind, Limit> = {
  image: { bytes: IMAGE_BYTES, type: pictureType },
  voice: { bytes: 2 * KB * KB, type: voiceType },
  video: { bytes: 10 * KB * KB, type: videoType },
  thumb: { bytes: 64 * KB, type: (bytes) => onlyJpeg(pictureType(bytes)) },
};

const PICTURES: [string, Buffer][] = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/gif', Buffer.from('GIF8')],
];

export interface Medium {
  mediaId: string;
  kind: MediaKind;
  mediaType: string;
  bytes: Buffer;
  createdAt: Date;
}

@Injectable()
export class Media {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Refuses with 40004, 41005, 45001 or 45007. The bytes tell the type. */
  async keep(appId: string, kind: string, bytes: Buffer | undefined): Promise<Medium> {
    if (!isKind(kind)) throw new WechatRefusal(40004);
    if (!bytes || bytes.length === 0) throw new WechatRefusal(41005);
    const mediaType = checked(kind, bytes);
    return this.database.one<Medium>(sql`
      insert into sandbox.media (media_id, app_id, kind, media_type, bytes, created_at)
      values (${randomBytes(32).toString('base64url')}, ${appId}, ${kind}, ${mediaType}, ${bytes}, ${this.clock.now()})
      returning media_id, kind, media_type, bytes, created_at`);
  }

  /**
   * Serves the business. Refuses with 40007 if the file belongs to another account, is of another kind, or is older
   * than three days.
   */
  async fetch(appId: string, mediaId: string, kind?: MediaKind): Promise<Medium> {
    const medium = await this.find(mediaId, appId);
    const dead = !medium || medium.createdAt.getTime() + LIFE_MS <= this.clock.now().getTime();
    if (dead || (kind && medium.kind !== kind)) throw new WechatRefusal(40007);
    return medium;
  }

  async find(mediaId: string, appId?: string): Promise<Medium | undefined> {
    return this.database.maybe<Medium>(sql`
      select media_id, kind, media_type, bytes, created_at from sandbox.media
       where media_id = ${mediaId} and app_id = coalesce(${appId ?? null}, app_id)`);
  }
}

export function pictureType(bytes: Buffer): string | undefined {
  return PICTURES.find(([, start]) => bytes.subarray(0, start.length).equals(start))?.[0];
}

function checked(kind: MediaKind, bytes: Buffer): string {
  if (bytes.length > LIMITS[kind].bytes) throw new WechatRefusal(45001);
  const type = LIMITS[kind].type(bytes);
  if (!type) throw new WechatRefusal(40004);
  const voice = kind === 'voice' ? voiceType(bytes) : undefined;
  if (voice && secondsOf(bytes, voice) > VOICE_SECONDS) throw new WechatRefusal(45007);
  return type;
}

function isKind(kind: string): kind is MediaKind {
  return Object.hasOwn(LIMITS, kind);
}

function videoType(bytes: Buffer): string | undefined {
  return bytes.subarray(4, 8).toString('latin1') === 'ftyp' ? 'video/mp4' : undefined;
}

function onlyJpeg(type: string | undefined): string | undefined {
  return type === 'image/jpeg' ? type : undefined;
}
