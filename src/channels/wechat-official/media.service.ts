import { Injectable } from '@nestjs/common';
import type { WechatAccount } from './account.js';
import { WechatApi } from './api.service.js';
import { exchange } from './exchange.js';
import { word } from './fields.js';
import { parseJson } from './json.js';
import { mediaTypeOf } from './media-type.js';

const MB = 1024 * 1024;

export type MediaKind = 'image' | 'voice' | 'video';

/** How many bytes are read at most, and what the bytes must be. */
const KINDS: Record<MediaKind, { limit: number; types: RegExp }> = {
  image: { limit: 10 * MB, types: /^image\// },
  voice: { limit: 5 * MB, types: /^audio\// },
  video: { limit: 30 * MB, types: /^video\// },
};

export interface Media {
  bytes: Buffer;
  mediaType: string;
}

/** What customers send, held by WeChat for three days. */
@Injectable()
export class WechatMedia {
  constructor(private readonly api: WechatApi) {}

  /** Throws where WeChat refuses, and where what comes is not of that kind. */
  async fetchMedia(account: WechatAccount, mediaId: string, kind: MediaKind): Promise<Media> {
    const { limit, types } = KINDS[kind];
    const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
    const answer = await this.api.download(account, path, limit);
    const bytes = (kind === 'video' && (await this.videoAt(answer, limit))) || answer;
    const mediaType = mediaTypeOf(bytes);
    if (!mediaType || !types.test(mediaType)) {
      throw new Error(`What WeChat sent is no ${kind}`);
    }
    return { bytes, mediaType };
  }

  // Of a video WeChat tells where it is: `{"video_url": "http://…"}`.
  private async videoAt(answer: Buffer, limit: number): Promise<Buffer | undefined> {
    const url = answer.toString('utf8', 0, 1) === '{' ? word(parseJson(answer.toString()), 'video_url') : '';
    return url && /^https?:\/\//.test(url) ? exchange({ url, limit }) : undefined;
  }
}
