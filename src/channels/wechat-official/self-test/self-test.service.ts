import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { Audit } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import type { Actor } from '../../../platform/events/index.js';
import { may } from '../abilities.js';
import type { WechatAccount } from '../account.js';
import { WechatSceneCodes } from '../scene-codes.service.js';
import { ASKED, type Finding, type SelfTest, type Step, type TestStep } from './self-test.js';
import { type Asked, type Findings, SelfTestQuestions } from './questions.service.js';
import { LASTS_S, SelfTestSteps } from './steps.service.js';

/** A phone that scans a code with this scene only opens the account. */
const SCENE = 'self_test';

/** `ok` says that WeChat serves the account, even if steps on the phone are still open. */
export interface StartedTest extends Omit<Asked, 'findings'> {
  test: SelfTest;
}

export interface CheckedAccount extends Omit<Asked, 'findings'> {
  steps: TestStep[];
}

interface Pushes {
  acceptedAt: Date | null;
  refusedAt: Date | null;
  refusedFor: string | null;
  turnedAway: number;
}

@Injectable()
export class SelfTests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly steps: SelfTestSteps,
    private readonly questions: SelfTestQuestions,
    private readonly codes: WechatSceneCodes,
    private readonly audit: Audit,
  ) {}

  /**
   * The test asks WeChat at once and then waits some minutes for the tester's phone. `language` is the
   * tester's.
   */
  async start(tested: WechatAccount, language: string, by: Actor): Promise<StartedTest> {
    const account = await this.questions.anew(tested, by);
    const { id } = account.channel;
    await this.audit.record({ action: 'account.tested', subject: { type: 'account', id }, by });
    const { findings, ...rest } = await this.questions.ask(account, by);
    const found: Findings = { ...(await this.heard(id)), ...notPossible(account), ...findings };
    const code = rest.ok ? await this.codeOf(account) : null;
    const word = `hy${randomInt(100_000, 1_000_000)}`;
    const testId = await this.steps.begin(id, { word, code, language });
    for (const [step, finding] of Object.entries(found) as [Step, Finding][])
      if (finding.state !== 'waiting') await this.steps.move(testId, step, finding);
    return { ...rest, test: (await this.latest(id))! };
  }

  /** Does only the steps that need no phone. A test that waits for a phone goes on. */
  async check(tested: WechatAccount, by: Actor): Promise<CheckedAccount> {
    const account = await this.questions.anew(tested, by);
    const { findings, ...rest } = await this.questions.ask(account, by);
    const found: Findings = { ...(await this.heard(account.channel.id)), ...findings };
    const at = this.clock.now();
    const steps = ASKED.map((step) => ({ reason: null, facts: {}, ...seen(found[step]), step, at }));
    return { ...rest, steps };
  }

  latest(accountId: string): Promise<SelfTest | undefined> {
    return this.steps.latest(accountId);
  }

  private async codeOf(account: WechatAccount): Promise<string | null> {
    if (!may(account, 'scene_code')) return null;
    const made = await this.codes.make(account.channel.id, SCENE, LASTS_S);
    return 'text' in made ? made.text : null;
  }

  /** The next push will most likely be accepted or refused like the latest one, so that one is judged. */
  private async heard(accountId: string): Promise<Findings> {
    const now = this.clock.now();
    const { acceptedAt, refusedAt, refusedFor, turnedAway } = await this.database.one<Pushes>(sql`
      with away as (
        select word, count, last_at from wechat_tally
         where account_id = ${accountId} and kind = 'turned_away' and last_at > ${now}::timestamptz - interval '1 day'
      )
      select (select max(received_at) from inbound_key
               where account_id = ${accountId} and received_at > ${now}::timestamptz - interval '1 day') accepted_at,
             (select max(last_at) from away) refused_at, (select word from away order by last_at desc limit 1) refused_for,
             (select coalesce(sum(count), 0)::int from away) turned_away`);
    const lastAt = [acceptedAt, refusedAt]
      .flatMap((at) => at ?? [])
      .sort((a, b) => b.getTime() - a.getTime())[0];
    if (!lastAt) return {};
    const refused = acceptedAt === null || (refusedAt !== null && refusedAt > acceptedAt);
    return {
      callback: { state: 'passed', facts: { at: lastAt.toISOString() } },
      signature: refused
        ? { state: 'attention', reason: refusedFor, facts: { turnedAway } }
        : { state: 'passed', facts: { turnedAway } },
    };
  }
}

/** A step that only a push can settle is skipped if none came. */
function seen(finding: Finding | undefined): Finding {
  return finding && finding.state !== 'waiting' ? finding : { state: 'skipped', reason: 'nothing_came' };
}

function notPossible(account: WechatAccount): Findings {
  const skipped: Finding = { state: 'skipped', reason: 'account_not_entitled' };
  return {
    ...(!may(account, 'customer_message') && { image_out: skipped, voice_out: skipped }),
    ...(!may(account, 'media') && { image_in: skipped, voice_in: skipped }),
  };
}
