import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Live } from '../platform/live/index.js';
import './alert-mail.service.js';
import './robot-speech.service.js';

const BATCH = 200;
const JOBS = { console: 'sla.tell_robot', email: 'sla.send_email', robot: 'sla.tell_robot' } as const;

interface Told {
  id: string;
  means: 'console' | 'email' | 'robot';
  ticketId: string;
  memberId: string | null;
}

@Injectable()
export class Alerting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly live: Live,
  ) {}

  /** Returns whether more alerts are due. */
  async sweep(): Promise<boolean> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const told = await this.database.rows<Told>(sql`
        with due as (
          select id from alert where state = 'planned' and deliver_at <= ${now}
           order by deliver_at, id limit ${BATCH} for update skip locked
        )
        update alert a set state = case means when 'console' then 'delivered' else 'sending' end,
               delivered_at = case means when 'console' then ${now}::timestamptz end
          from due where a.id = due.id returning a.id, a.means, a.ticket_id, a.member_id`);
      await this.send(told.filter(({ means }) => means !== 'console'));
      this.ring(told.filter(({ means }) => means === 'console'));
      return told.length === BATCH;
    });
  }

  private async send(told: Told[]): Promise<void> {
    await this.jobs.enqueueMany(
      told.map(({ id, means }) => ({ name: JOBS[means], payload: { alertId: id }, key: `alert/${id}` })),
    );
  }

  private ring(told: Told[]): void {
    for (const { ticketId, memberId } of told) {
      const members = memberId === null ? [] : [memberId];
      this.live.changed({ ticket: ticketId, departments: [], members, alerts: true });
    }
  }
}
