import { Injectable } from '@nestjs/common';
import type { WechatAccount } from './account.js';
import { WechatApi } from './api.service.js';
import { imageTypeOf } from './media-type.js';

const IMAGE_LIMIT = 10 * 1024 * 1024;

export interface Media {
  bytes: Buffer;
  mediaType: string;
}

/** What customers send, held by WeChat for three days. */
@Injectable()
export class WechatMedia {
  constructor(private readonly api: WechatApi) {}

  /** Throws where WeChat refuses, and where what comes is no image. */
  async fetchMedia(account: WechatAccount, mediaId: string): Promise<Media> {
    const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
    const bytes = await this.api.download(account, path, IMAGE_LIMIT);
    const mediaType = imageTypeOf(bytes);
    if (!mediaType) {
      throw new Error('What WeChat sent is not an image');
    }
    return { bytes, mediaType };
  }
}
