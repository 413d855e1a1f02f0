import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import { type Recorded, Reacts } from '../../platform/events/index.js';
import { Job, Jobs } from '../../platform/jobs/index.js';
import { WechatAccounts } from './accounts.service.js';
import { MediaFiles } from './media-files.service.js';
import { WechatMedia } from './media.service.js';

declare module '../../platform/jobs/index.js' {
  interface JobMap {
    'wechat.fetch_image': { messageId: string };
  }
}

// With the pauses in between this lasts about a day; WeChat keeps the image for three.
const ATTEMPTS = 12;

interface Missing {
  accountId: string;
  mediaId: string;
}

/** Fetches the images that customers send, before WeChat forgets them. */
@Injectable()
export class ImageFetching {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly accounts: WechatAccounts,
    private readonly media: WechatMedia,
    private readonly files: MediaFiles,
  ) {}

  @Reacts('conversation.message_received')
  async plan(event: Recorded<'conversation.message_received'>): Promise<void> {
    const { messageId, kind } = event.data;
    if (kind === 'image') {
      await this.jobs.enqueue('wechat.fetch_image', { messageId }, { maxAttempts: ATTEMPTS });
    }
  }

  @Job('wechat.fetch_image')
  async run({ messageId }: { messageId: string }): Promise<void> {
    await this.fetch(messageId);
  }

  /** Does nothing where the image is stored already, or belongs to another channel. */
  async fetch(messageId: string): Promise<void> {
    const missing = await this.missing(messageId);
    const account = missing && (await this.accounts.byId(missing.accountId));
    if (missing && account) {
      await this.files.keep(messageId, await this.media.fetchMedia(account, missing.mediaId));
    }
  }

  private async missing(messageId: string): Promise<Missing | undefined> {
    return this.database.maybe<Missing>(sql`
      select conversation.account_id, message.content->>'mediaId' as media_id
      from message join conversation on conversation.id = message.conversation_id
      where message.id = ${messageId} and message.kind = 'image' and message.content->>'mediaId' <> ''
        and not exists (select from stored_file where message_id = message.id)`);
  }
}
