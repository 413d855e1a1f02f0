import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Reacts, type Recorded } from '../../../platform/events/index.js';
import { Jobs } from '../../../platform/jobs/index.js';
import { may, type Standing } from '../abilities.js';
import { LOOSE_KEY } from '../../../platform/text/index.js';
import type { RefusalReason } from '../callback/refusal.js';
import { SelfTestAnswers } from './answers.service.js';
import { clockFinding } from './questions.service.js';
import { SelfTestSteps } from './steps.service.js';

declare module '../../../platform/jobs/index.js' {
  interface JobMap {
    'wechat.self_test_answer': { testId: string };
    'wechat.self_test_fetch': {
      testId: string;
      step: 'image_in' | 'voice_in';
      mediaId: string;
      format?: string;
    };
  }
}

type Settled =
  'delivery.accepted' | 'delivery.delivered' | 'delivery.refused' | 'delivery.unknown' | 'delivery.gave_up';

@Injectable()
export class SelfTestListening {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly steps: SelfTestSteps,
    private readonly answers: SelfTestAnswers,
  ) {}

  async verified(testId: string): Promise<void> {
    await this.steps.move(testId, 'callback', { state: 'passed' });
    await this.steps.move(testId, 'signature', { state: 'passed' });
  }

  async turnedAway(key: string, reason: RefusalReason): Promise<void> {
    if (!LOOSE_KEY.test(key)) return;
    const test = await this.database.maybe<{ id: string }>(sql`
      select t.id from wechat_test t join channel_account a on a.id = t.account_id
       where a.key = ${key} and t.until > ${this.clock.now()} order by t.id desc limit 1`);
    if (!test) return;
    await this.steps.move(test.id, 'callback', { state: 'passed' });
    await this.steps.move(test.id, 'signature', { state: 'attention', reason });
  }

  @Reacts('contact.checked')
  async heard({ data, at }: Recorded<'contact.checked'>): Promise<void> {
    if (data.kind === 'text') await this.word(data, at);
    else if (data.kind === 'image' || data.kind === 'voice') await this.media(data, `${data.kind}_in`);
  }

  @Reacts(
    'delivery.accepted',
    'delivery.delivered',
    'delivery.refused',
    'delivery.unknown',
    'delivery.gave_up',
  )
  async settled({ name, data }: Recorded<Settled>): Promise<void> {
    if (data.purpose !== 'self_test') return;
    const step = await this.steps.ofDelivery(data.deliveryId);
    if (!step) return;
    const arrived = name === 'delivery.accepted' || name === 'delivery.delivered';
    const reason = 'reason' in data ? data.reason : null;
    await this.steps.move(
      step.testId,
      step.step,
      arrived ? { state: 'passed' } : { state: 'failed', reason },
    );
  }

  /** The first person to send the word is the tester. */
  private async word({ check, identityId, late, sentAt }: CheckedContact, at: Date): Promise<void> {
    const account = await this.database.maybe<Standing>(sql`
      update wechat_test t set identity_id = i.id, external_id = i.external_id from identity i, wechat_account w
       where t.id = ${check} and t.identity_id is null and t.until > ${this.clock.now()} and i.id = ${identityId} and w.account_id = t.account_id
      returning w.account_type type, w.verified`);
    if (!account) return;
    await this.verified(check);
    const ahead = Math.round((at.getTime() - Date.parse(sentAt)) / 1000);
    if (!late) await this.steps.move(check, 'clock', clockFinding(ahead));
    await this.steps.move(check, 'text_in', { state: 'passed' });
    // An account that may not send messages can still answer this very push.
    if (may(account, 'customer_message'))
      await this.jobs.enqueue('wechat.self_test_answer', { testId: check });
    else await this.answers.plan(check, 'text_out');
  }

  private async media(
    { check, mediaId = '', format }: CheckedContact,
    step: 'image_in' | 'voice_in',
  ): Promise<void> {
    if (!(await this.steps.move(check, step, { state: 'running', reason: 'fetching' }))) return;
    await this.jobs.enqueue('wechat.self_test_fetch', {
      testId: check,
      step,
      mediaId,
      ...(format && { format }),
    });
  }
}

type CheckedContact = Recorded<'contact.checked'>['data'];
