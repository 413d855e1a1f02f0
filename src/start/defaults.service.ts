import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { SlaDefaults } from '../sla/index.js';
import { StaffDefaults } from '../staff/index.js';
import { TicketDefaults } from '../tickets/index.js';
import { TriageDefaults } from '../triage/index.js';

const DEFAULTS_LOCK = 4_711_002;

@Injectable()
export class Defaults implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly staff: StaffDefaults,
    private readonly tickets: TicketDefaults,
    private readonly triage: TriageDefaults,
    private readonly sla: SlaDefaults,
  ) {}

  /** Runs before the first job and the first request. Processes that start together take turns. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`select pg_advisory_xact_lock(${DEFAULTS_LOCK})`);
      for (const part of [this.staff, this.tickets, this.triage, this.sla]) await part.install();
    });
  }
}
