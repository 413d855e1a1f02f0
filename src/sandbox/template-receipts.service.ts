import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { People } from './people.service.js';
import { PhonePushes } from './wire/phone-pushes.service.js';
import type { Clear } from './wire/wire-xml.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'sandbox.template_receipt': { msgid: string };
  }
}

interface Sent {
  msgid: string;
  openid: string;
  kind: 'template' | 'subscription';
  templateId: string;
  status: string;
}

const LATER_MS = 1_000;

/**
 * Pushes TEMPLATESENDJOBFINISH and similar events a moment after the send. They come from a job, so that they are not
 * lost when the program stops.
 */
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
    const sent = await this.database.one<Sent>(
      sql`select msgid, openid, kind, template_id, status from sandbox.template_send where msgid = ${msgid}`,
    );
    const what = sent.kind === 'template' ? 'TEMPLATESENDJOBFINISH' : 'subscribe_msg_sent_event';
    const fields = { MsgType: 'event', Event: what, ...RECEIPTS[sent.kind](sent) };
    await this.pushes.push(await this.people.find(sent.openid), { what, key: msgid, fields, watched: false });
  }
}

const RECEIPTS: Record<Sent['kind'], (sent: Sent) => Clear> = {
  template: ({ msgid, status }) => ({ MsgID: BigInt(msgid), Status: status }),
  subscription: ({ msgid, templateId, status }) => ({
    SubscribeMsgSentEvent: {
      List: {
        TemplateId: templateId,
        MsgID: msgid,
        ErrorCode: status === 'success' ? '0' : '43101',
        ErrorStatus: status === 'success' ? 'success' : 'failed: user refuse',
      },
    },
  }),
};
