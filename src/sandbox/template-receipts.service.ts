import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { People } from './people.service.js';
import { PhonePushes } from './phone-pushes.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'sandbox.template_receipt': { msgid: string };
  }
}

const LATER_MS = 1_000;

/** TEMPLATESENDJOBFINISH: pushed a moment after the send, from a job, so that a stopped program still owes it. */
@Injectable()
export class TemplateReceipts {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly people: People,
    private readonly pushes: PhonePushes,
  ) {}

  async owe(msgid: string): Promise<void> {
    const runAt = new Date(Date.now() + LATER_MS);
    await this.jobs.enqueue(
      'sandbox.template_receipt',
      { msgid },
      { key: `sandbox:receipt:${msgid}`, runAt },
    );
  }

  @Job('sandbox.template_receipt')
  async push({ msgid }: { msgid: string }): Promise<void> {
    const { openid, status } = await this.database.one<{ openid: string; status: string }>(
      sql`select openid, status from sandbox.template_send where msgid = ${msgid}`,
    );
    const what = 'TEMPLATESENDJOBFINISH';
    const fields = { MsgType: 'event', Event: what, MsgID: BigInt(msgid), Status: status };
    await this.pushes.push(await this.people.find(openid), { what, key: msgid, fields, watched: false });
  }
}
