import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job } from '../platform/jobs/index.js';
import { Mailer } from '../platform/mail/index.js';
import { inLanguage } from '../platform/text/index.js';
import { type AlertFacts, type AlertKind, alertText, promiseWord } from './alert-texts.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'sla.send_email': { alertId: string };
  }
}

interface Addressed {
  email: string;
  language: string;
  kind: AlertKind;
  number: string;
  priority: string;
  type: Record<string, string>;
  department: Record<string, string>;
  metric: string | null;
  dueAt: Date | null;
  /** This is the zone of the timer's calendar or, without one, of the department. */
  zone: string;
}

@Injectable()
export class AlertMail {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly mailer: Mailer,
  ) {}

  /** After a crash the mail may be sent again under the same id, so mail programs show it only once. */
  @Job('sla.send_email')
  async send({ alertId }: { alertId: string }): Promise<void> {
    const alert = await this.database.maybe<Addressed>(sql`
      select m.email, m.language, a.kind, k.number, k.priority, y.name as type, d.name as department, t.metric, t.due_at,
             coalesce(v.zone, h.zone, ${this.clock.zone}) as zone
        from alert a
        join member m on m.id = a.member_id
        join ticket k on k.id = a.ticket_id
        join ticket_type y on y.key = k.type
        join department d on d.id = k.department_id
        join escalation e on e.id = a.escalation_id
        left join timer t on t.id = e.timer_id
        left join calendar_version v on v.id = t.calendar_version_id
        left join department_calendar dc on dc.department_id = k.department_id
        left join lateral (select zone from calendar_version
                            where calendar_id = dc.calendar_id order by version desc limit 1) h on true
       where a.id = ${alertId} and a.state = 'sending'`);
    if (!alert) return;
    const letter = alertText(alert.kind, alert.language, this.facts(alert));
    const reason = await this.mailer.send({ id: `alert-${alertId}`, to: alert.email, ...letter });
    await this.database.run(sql`
      update alert set state = ${reason === null ? 'delivered' : 'refused'}, reason = ${reason},
             delivered_at = ${reason === null ? this.clock.now() : null}
       where id = ${alertId} and state = 'sending'`);
  }

  private facts({ language, type, department, metric, dueAt, zone, ...ticket }: Addressed): AlertFacts {
    const number = numberOf(ticket);
    const local = (name: Record<string, string>) => inLanguage(name, language);
    return {
      number,
      priority: ticket.priority,
      type: local(type),
      department: local(department),
      promise: promiseWord(metric, language),
      due: dueAt ? DateTime.fromJSDate(dueAt, { zone }).toFormat('yyyy-MM-dd HH:mm') : '',
      zone: zoneWord(zone, dueAt ?? this.clock.now(), language),
      link: `${this.config.publicUrl}/tickets/${number}`,
    };
  }
}

function zoneWord(zone: string, at: Date, language: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale(language).offsetNameLong ?? zone;
}
