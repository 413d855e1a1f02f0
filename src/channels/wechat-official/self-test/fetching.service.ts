import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../../platform/database/index.js';
import { Job } from '../../../platform/jobs/index.js';
import { WechatAccounts } from '../accounts.service.js';
import { NoFile, WechatMedia } from '../media/media.service.js';
import { SelfTestSteps } from './steps.service.js';
import { outcomeOf } from '../send-outcome.js';

interface Sent {
  testId: string;
  step: 'image_in' | 'voice_in';
  mediaId: string;
  format?: string;
}

@Injectable()
export class SelfTestFetching {
  constructor(
    private readonly database: Database,
    private readonly accounts: WechatAccounts,
    private readonly media: WechatMedia,
    private readonly steps: SelfTestSteps,
  ) {}

  @Job('wechat.self_test_fetch')
  async run({ testId, step, mediaId, format }: Sent): Promise<void> {
    const { accountId } = await this.database.one<{ accountId: string }>(
      sql`select account_id from wechat_test where id = ${testId}`,
    );
    const account = await this.accounts.byId(accountId);
    if (!account) return;
    const kind = step === 'image_in' ? 'image' : 'voice';
    const wanted = step === 'image_in' ? 'image/' : 'audio/';
    const reason = await this.media
      .fetchMedia(account, { kind, mediaId, format })
      .then(({ mediaType }) => (mediaType.startsWith(wanted) ? null : 'media_unreadable'), failure);
    await this.steps.move(testId, step, reason === null ? { state: 'passed' } : { state: 'failed', reason });
  }
}

/** A failed fetch is not repeated, because the tester sends another file. */
function failure(error: unknown): string {
  if (error instanceof NoFile) return 'media_unreadable';
  const outcome = outcomeOf(error, 'template');
  return outcome.state === 'accepted' ? 'media_unreadable' : outcome.reason;
}
