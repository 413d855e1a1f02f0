import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { inEachLanguage, type Language } from '../platform/text/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import type { Priority } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import { SaidLately, type Work } from './said-lately.service.js';
import type { Localized } from './ticket.js';

const TOGETHER: Record<Language, (reason: string, times: string[]) => string> = {
  'zh-CN': (reason, times) => `${reason}（${times.join(' 与 ')} 合起来看）`,
  en: (reason, times) => `${reason} (from ${times.join(' and ')} together)`,
};

@Injectable()
export class Raising {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly said: SaidLately,
    private readonly events: Events,
  ) {}

  /** Raises the priority of an open ticket if the work is more urgent. It is never lowered. */
  async raise(ticketId: string, work: Work): Promise<void> {
    const ticket = await this.tickets.lockById(ticketId);
    const priority = (await this.said.priorityOf(work.verdict)) as Priority;
    const from = ticket.priority;
    if (ticket.finished || priority >= from) return;
    const reason = this.reasonOf(work);
    this.tickets.change(ticket, { priority, reason });
    const { key, version } = work.verdict.rule;
    await this.database.run(
      sql`update ticket set rule_key = ${key}, rule_version = ${version} where id = ${ticket.id}`,
    );
    const said = work.from.map(({ at }) => at.toISOString());
    await this.events.record('ticket.priority_changed', ticket.subjectRef, {
      ...ticket.fact(),
      from,
      reason,
      said,
    });
  }

  /** Says from when it is, if it was read from several messages. */
  reasonOf({ verdict: { reason }, from }: Pick<Work, 'verdict' | 'from'>): Localized {
    if (from.length < 2) return reason;
    const times = from.map(({ at }) => this.timeOf(at));
    return inEachLanguage((language) => TOGETHER[language](reason[language] ?? '', times));
  }

  private timeOf(at: Date): string {
    const said = DateTime.fromJSDate(at, { zone: this.clock.zone });
    const today = DateTime.fromJSDate(this.clock.now(), { zone: this.clock.zone });
    return said.toFormat(said.hasSame(today, 'day') ? 'HH:mm' : 'MM-dd HH:mm');
  }
}
