import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Audit, difference } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { WindowSource } from './contact-ledger.service.js';

export const WINDOW_SOURCES = ['message', 'menu', 'follow', 'scan'] as const satisfies WindowSource[];

const MOST_SENDS = 1000;
const LONGEST_S = 30 * 24 * 3600;
const MOST_REPLY_HOURS = 720;

/**
 * `holdsBack` reserves the last send of a window for a status notice. `calls` asks a person to telephone the
 * customer when no other route is left. A reply that was not sent lapses after `replyHours`.
 */
export interface ContactSettings {
  holdsBack: boolean;
  calls: boolean;
  replyHours: number;
}

export interface WindowRule {
  source: WindowSource;
  since: Date;
  allowance: number;
  seconds: number;
}

export interface DatedRule extends WindowRule {
  state: 'past' | 'in_force' | 'to_come';
}

@Injectable()
export class ContactRules {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  settings(): Promise<ContactSettings> {
    return this.database.one<ContactSettings>(
      sql`select holds_back, calls, reply_hours from contact_setting`,
    );
  }

  /** A reply that waits for the reserved send is tried again only when the customer writes. */
  async change({ holdsBack, calls, replyHours }: ContactSettings, by: Member): Promise<void> {
    if (!isWhole(replyHours, MOST_REPLY_HOURS))
      throw Invalid.field('replyHours', `out_of_range:${MOST_REPLY_HOURS}`);
    await this.database.transaction(async () => {
      const after = { holdsBack, calls, replyHours };
      const before = await this.database.one<ContactSettings>(
        sql`select holds_back, calls, reply_hours from contact_setting for update`,
      );
      const changed = difference(before, after);
      if (Object.keys(changed.after ?? {}).length === 0) return;
      await this.database.run(
        sql`update contact_setting set holds_back = ${holdsBack}, calls = ${calls}, reply_hours = ${replyHours}`,
      );
      await this.events.record('contact.settings_changed', by.subject, after, by);
      const subject = { type: 'contact', id: 'settings' };
      await this.audit.record({ action: 'contact.settings_changed', subject, by, ...changed });
    });
  }

  rules(): Promise<DatedRule[]> {
    const now = this.clock.now();
    return this.database.rows<DatedRule>(sql`
      select source, in_force_since since, allowance, seconds,
             case when in_force_since > ${now} then 'to_come'
                  when row_number() over (partition by source, in_force_since > ${now} order by in_force_since desc) = 1 then 'in_force'
                  else 'past' end state
        from window_rule order by array_position(${[...WINDOW_SOURCES]}::text[], source), in_force_since desc`);
  }

  /**
   * A rule without `since` applies at once. Windows that are open keep their old rule. Throws `Invalid` for a
   * wrong field.
   */
  async add(rule: Omit<WindowRule, 'since'> & { since: Date | null }, by: Member): Promise<void> {
    const since = rule.since ?? this.clock.now();
    refuseFaulty({ ...rule, since }, this.clock.now());
    const { source, allowance, seconds } = rule;
    await this.database.transaction(async () => {
      const added = await this.database.run(sql`
        insert into window_rule (source, in_force_since, allowance, seconds) values (${source}, ${since}, ${allowance}, ${seconds})
        on conflict do nothing`);
      if (added === 0) throw Invalid.field('since', 'twice');
      const after = { ...rule, since: since.toISOString() };
      await this.events.record('contact.rule_added', by.subject, after, by);
      await this.audit.record({ action: 'contact.rule_added', subject: ruleOf(source), by, after });
    });
  }

  /** Throws `Conflict` (`rule_in_force`) if the rule has begun to apply or no longer exists. */
  async withdraw(source: string, since: Date, by: Member): Promise<void> {
    await this.database.transaction(async () => {
      const gone = await this.database.run(sql`
        delete from window_rule where source = ${source} and in_force_since = ${since} and in_force_since > ${this.clock.now()}`);
      if (gone === 0) throw new Conflict('rule_in_force');
      const before = { source, since: since.toISOString() };
      await this.events.record('contact.rule_withdrawn', by.subject, before, by);
      await this.audit.record({ action: 'contact.rule_withdrawn', subject: ruleOf(source), by, before });
    });
  }
}

function ruleOf(source: string): { type: string; id: string } {
  return { type: 'window_rule', id: source };
}

function refuseFaulty({ source, since, allowance, seconds }: WindowRule, now: Date): void {
  Invalid.check([
    [!WINDOW_SOURCES.includes(source), 'source', 'unknown'],
    [!isWhole(allowance, MOST_SENDS), 'allowance', `out_of_range:${MOST_SENDS}`],
    [!isWhole(seconds, LONGEST_S), 'seconds', 'bad_length'],
    // A rule in the past would contradict the windows that were opened then.
    [!(since >= now), 'since', 'not_future'],
  ]);
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
