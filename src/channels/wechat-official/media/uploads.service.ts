import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MessageFiles } from '../../../conversations/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import type { WechatAccount } from '../account.js';
import { WechatApi } from '../api/api.service.js';
import { required } from '../fields.js';

export type UploadKind = 'image' | 'voice' | 'video' | 'thumb';

const MB = 1024 * 1024;

/**
 * WeChat's documentation names 10 MB for images in one paragraph and 2 MB in another. The smaller limit is
 * safe.
 */
const LIMITS: Record<UploadKind, { bytes: number; extensions: Record<string, string> }> = {
  image: { bytes: 2 * MB, extensions: { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif' } },
  voice: { bytes: 2 * MB, extensions: { 'audio/amr': 'amr', 'audio/mpeg': 'mp3' } },
  video: { bytes: 10 * MB, extensions: { 'video/mp4': 'mp4' } },
  thumb: { bytes: 64 * 1024, extensions: { 'image/jpeg': 'jpg' } },
};

export const PICTURES = { types: Object.keys(LIMITS.image.extensions), bytes: LIMITS.image.bytes };

export class UnfitFile extends Error {
  constructor(readonly reason: 'media_missing' | 'media_refused') {
    super(reason);
  }
}

interface Upload {
  sha256: string;
  bytes: Buffer;
  extension: string;
  mediaType: string;
}

@Injectable()
export class WechatUploads {
  constructor(
    private readonly database: Database,
    private readonly api: WechatApi,
    private readonly files: MessageFiles,
  ) {}

  /** WeChat no longer knows the id `forgotten`. Throws `UnfitFile`. */
  async mediaId(
    account: WechatAccount,
    messageId: string,
    kind: UploadKind,
    forgotten?: string,
  ): Promise<string> {
    const upload = await this.checked(messageId, kind);
    const known = await this.known(account, upload.sha256, kind);
    return known && known !== forgotten ? known : this.upload(account, upload, kind);
  }

  private async checked(messageId: string, kind: UploadKind): Promise<Upload> {
    const file = await this.files.open(messageId);
    if (!file) {
      throw new UnfitFile('media_missing');
    }
    const extension = LIMITS[kind].extensions[file.mediaType];
    if (!extension || file.bytes > LIMITS[kind].bytes) {
      throw new UnfitFile('media_refused');
    }
    const bytes = await readFile(file.path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { sha256, bytes, extension, mediaType: file.mediaType };
  }

  // WeChat keeps a file for three days. It counts as known for a little less.
  private async known(account: WechatAccount, sha256: string, kind: UploadKind): Promise<string | undefined> {
    const row = await this.database.maybe<{ mediaId: string }>(sql`
      select media_id from wechat_upload
       where account_id = ${account.channel.id} and sha256 = ${sha256} and kind = ${kind}
         and uploaded_at > clock_timestamp() - interval '70 hours'`);
    return row?.mediaId;
  }

  private async upload(account: WechatAccount, file: Upload, kind: UploadKind): Promise<string> {
    const form = new FormData();
    const blob = new Blob([new Uint8Array(file.bytes)], { type: file.mediaType });
    form.append('media', blob, `file.${file.extension}`);
    const answer = await this.api.upload(account, `/cgi-bin/media/upload?type=${kind}`, form);
    const mediaId = required(answer, kind === 'thumb' ? 'thumb_media_id' : 'media_id');
    await this.database.run(sql`
      insert into wechat_upload (account_id, sha256, kind, media_id, uploaded_at)
      values (${account.channel.id}, ${file.sha256}, ${kind}, ${mediaId}, clock_timestamp())
      on conflict (account_id, sha256, kind)
        do update set media_id = excluded.media_id, uploaded_at = excluded.uploaded_at`);
    return mediaId;
  }
}
