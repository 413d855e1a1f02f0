import { Injectable } from '@nestjs/common';
import { MessageFiles } from '../../../conversations/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { type Recorded, Reacts } from '../../../platform/events/index.js';
import { Job, Jobs } from '../../../platform/jobs/index.js';
import { may } from '../abilities.js';
import { WechatAccounts } from '../accounts.service.js';
import { type Fetchable, type MediaKind, WechatMedia } from './media.service.js';
import { playable } from './voice.js';

declare module '../../../platform/jobs/index.js' {
  interface JobMap {
    'wechat.fetch_media': { messageId: string };
  }
}

const KINDS: string[] = ['image', 'voice', 'video'] satisfies MediaKind[];
/** WeChat deletes media after three days. */
const LIFE_MS = 3 * 24 * 3_600_000;
/** With the pauses between them, this many attempts last a little longer than three days. */
const ATTEMPTS = 22;

interface Missing extends Fetchable {
  accountId: string;
  sentAt: Date;
}

@Injectable()
export class MediaFetching {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: WechatAccounts,
    private readonly media: WechatMedia,
    private readonly files: MessageFiles,
  ) {}

  @Job('wechat.fetch_media')
  async run({ messageId }: { messageId: string }): Promise<void> {
    await this.fetch(messageId);
  }

  async fetch(messageId: string): Promise<void> {
    const missing = await this.missing(messageId);
    const account = missing && (await this.accounts.byId(missing.accountId));
    if (!missing || !account) {
      return;
    }
    const tooLate = this.clock.now().getTime() - missing.sentAt.getTime() > LIFE_MS;
    if (tooLate || !may(account, 'media')) {
      return this.files.lose(messageId);
    }
    const media = await this.media.fetchMedia(account, missing);
    await this.files.keep(messageId, missing.kind === 'voice' ? await playable(media) : media);
  }

  private async missing(messageId: string): Promise<Missing | undefined> {
    return this.database.maybe<Missing>(sql`
      select conversation.account_id, message.kind, message.content->>'mediaId' as media_id,
        message.content->>'format' as format, message.sent_at
      from message join conversation on conversation.id = message.conversation_id
      where message.id = ${messageId} and message.kind = any(${KINDS}) and message.content->>'mediaId' <> ''
        and not exists (select from stored_file where message_id = message.id)
        and not exists (select from lost_file where message_id = message.id)`);
  }
}

@Injectable()
export class MediaPlanning {
  constructor(private readonly jobs: Jobs) {}

  @Reacts('conversation.message_received')
  async plan(event: Recorded<'conversation.message_received'>): Promise<void> {
    const { messageId, kind } = event.data;
    if (KINDS.includes(kind)) {
      await this.jobs.enqueue('wechat.fetch_media', { messageId }, { maxAttempts: ATTEMPTS });
    }
  }
}
