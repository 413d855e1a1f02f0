import { Injectable } from '@nestjs/common';
import type { Media } from '../../../conversations/index.js';
import { mediaTypeOf, UNKNOWN_TYPE } from '../../../platform/files/index.js';
import type { WechatAccount } from '../account.js';
import { WechatApi } from '../api/api.service.js';
import { exchange } from '../api/exchange.js';
import { word } from '../fields.js';
import { parseJson } from '../json.js';

const MB = 1024 * 1024;

export type MediaKind = 'image' | 'voice' | 'video';

const LIMITS: Record<MediaKind, number> = { image: 10 * MB, voice: 5 * MB, video: 30 * MB };

/** A proxy's page, or an answer of WeChat that is no file. */
const NO_FILE = /^\s*(\{|<!doctype html|<html)/i;

export interface Fetchable {
  mediaId: string;
  kind: MediaKind;
  format?: string | null;
}

/** What came is no file at all. */
export class NoFile extends Error {}

@Injectable()
export class WechatMedia {
  constructor(private readonly api: WechatApi) {}

  /** Keeps any file, whatever its type: asking again would bring the same. Throws `NoFile` for what is no file. */
  async fetchMedia(account: WechatAccount, { mediaId, kind, format }: Fetchable): Promise<Media> {
    const limit = LIMITS[kind];
    const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
    const answer = await this.api.download(account, path, limit);
    const bytes = (kind === 'video' && (await this.videoAt(answer, limit))) || answer;
    if (bytes.length === 0 || NO_FILE.test(bytes.toString('latin1', 0, 64))) {
      throw new NoFile(`What WeChat sent is no ${kind}`);
    }
    return { bytes, mediaType: mediaTypeOf(bytes) ?? unmarked(bytes, kind, format) };
  }

  // For a video WeChat answers with its address: `{"video_url": "http://…"}`.
  private async videoAt(answer: Buffer, limit: number): Promise<Buffer | undefined> {
    const url = answer.toString('utf8', 0, 1) === '{' ? word(parseJson(answer.toString()), 'video_url') : '';
    return url && /^https?:\/\//.test(url) ? exchange({ url, limit }) : undefined;
  }
}

// Speex has no signature of its own. Bytes that read like a page or an error message are not Speex.
function unmarked(bytes: Buffer, kind: MediaKind, format: string | null | undefined): string {
  const text = /^\s*[<{\x20-\x7e]{12}/.test(bytes.toString('latin1', 0, 16));
  return kind === 'voice' && format === 'speex' && !text ? 'audio/speex' : UNKNOWN_TYPE;
}
