import { Injectable } from '@nestjs/common';
import type { Media } from '../../../conversations/index.js';
import { mediaTypeOf } from '../../../platform/files/index.js';
import type { WechatAccount } from '../account.js';
import { WechatApi } from '../api/api.service.js';
import { exchange } from '../api/exchange.js';
import { word } from '../fields.js';
import { parseJson } from '../json.js';

const MB = 1024 * 1024;

export type MediaKind = 'image' | 'voice' | 'video';

const KINDS: Record<MediaKind, { limit: number; types: RegExp }> = {
  image: { limit: 10 * MB, types: /^image\// },
  voice: { limit: 5 * MB, types: /^audio\// },
  video: { limit: 30 * MB, types: /^video\// },
};

export interface Fetchable {
  mediaId: string;
  kind: MediaKind;
  format?: string | null;
}

export class OtherMedia extends Error {}

@Injectable()
export class WechatMedia {
  constructor(private readonly api: WechatApi) {}

  async fetchMedia(account: WechatAccount, { mediaId, kind, format }: Fetchable): Promise<Media> {
    const { limit, types } = KINDS[kind];
    const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
    const answer = await this.api.download(account, path, limit);
    const bytes = (kind === 'video' && (await this.videoAt(answer, limit))) || answer;
    const mediaType = mediaTypeOf(bytes) ?? (kind === 'voice' ? unmarked(bytes, format) : undefined);
    if (!mediaType || !types.test(mediaType)) {
      throw new OtherMedia(`What WeChat sent is no ${kind}`);
    }
    return { bytes, mediaType };
  }

  // For a video WeChat answers with its address: `{"video_url": "http://…"}`.
  private async videoAt(answer: Buffer, limit: number): Promise<Buffer | undefined> {
    const url = answer.toString('utf8', 0, 1) === '{' ? word(parseJson(answer.toString()), 'video_url') : '';
    return url && /^https?:\/\//.test(url) ? exchange({ url, limit }) : undefined;
  }
}

// Speex has no signature of its own. Bytes that read like a page or an error message are not Speex.
function unmarked(bytes: Buffer, format: string | null | undefined): string | undefined {
  const text = /^\s*[<{\x20-\x7e]{12}/.test(bytes.toString('latin1', 0, 16));
  return format === 'speex' && bytes.length > 0 && !text ? 'audio/speex' : undefined;
}
