import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Live } from '../../../platform/live/index.js';
import { before, type Facts, type Finding, type SelfTest, STEPS, type Step } from './self-test.js';

export const LASTS_S = 10 * 60;

type Begun = Pick<SelfTest, 'word' | 'code' | 'language'>;

@Injectable()
export class SelfTestSteps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async begin(accountId: string, { word, code, language }: Begun): Promise<string> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LASTS_S * 1000);
    const { id } = await this.database.one<{ id: string }>(sql`
      with ended as (
        update wechat_test set until = ${now} where account_id = ${accountId} and until > ${now}
      ), test as (
        insert into wechat_test (account_id, word, code, language, started_at, until)
        values (${accountId}, ${word}, ${code}, ${language}, ${now}, ${until}) returning id
      ), steps as (
        insert into wechat_test_step (test_id, step) select test.id, step from test, unnest(${[...STEPS]}::text[]) step
      )
      select id from test`);
    return id;
  }

  async latest(accountId: string): Promise<SelfTest | undefined> {
    const test = await this.database.maybe<SelfTest>(sql`
      select id, word, code, language, started_at, until,
             until <= ${this.clock.now()} or not exists (
               select 1 from wechat_test_step s where s.test_id = t.id and s.state in ('waiting', 'running')) as over,
             (select jsonb_agg(jsonb_build_object('step', s.step, 'state', s.state, 'facts', s.facts, 'at', s.at,
                                                  'reason', coalesce(s.reason, case when s.state = 'running' then d.reason end))
                               order by array_position(${[...STEPS]}::text[], s.step))
                from wechat_test_step s left join delivery d on d.id = s.delivery_id where s.test_id = t.id) steps
        from wechat_test t where account_id = ${accountId} order by id desc limit 1`);
    return (
      test && { ...test, steps: test.steps.map((step) => ({ ...step, at: step.at && new Date(step.at) })) }
    );
  }

  /**
   * Returns false if the step may no longer change to that state. A reason that is left out is cleared; facts
   * are added to the earlier ones.
   */
  async move(testId: string, step: Step, { state, reason = null, facts = {} }: Finding): Promise<boolean> {
    const moved = await this.database.run(sql`
      update wechat_test_step
         set state = ${state}, reason = ${reason}, at = ${this.clock.now()}, facts = facts || ${JSON.stringify(facts satisfies Facts)}::jsonb
       where test_id = ${testId} and step = ${step} and state = any(${before(state)}::text[])`);
    if (moved > 0) await this.show(testId);
    return moved > 0;
  }

  ofDelivery(deliveryId: string): Promise<{ testId: string; step: Step } | undefined> {
    return this.database.maybe(
      sql`select test_id, step from wechat_test_step where delivery_id = ${deliveryId}`,
    );
  }

  private async show(testId: string): Promise<void> {
    const { account, departmentId } = await this.database.one<{ account: string; departmentId: string }>(sql`
      select a.id account, a.department_id from wechat_test t join channel_account a on a.id = t.account_id where t.id = ${testId}`);
    this.live.changed({ account, departments: [departmentId] });
  }
}
