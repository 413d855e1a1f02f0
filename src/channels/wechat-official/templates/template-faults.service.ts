import { Injectable } from '@nestjs/common';
import type { ChannelAccount } from '../../../delivery/index.js';
import { Alarms } from '../../../platform/alarms/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Events } from '../../../platform/events/index.js';

export interface TemplateRefusal {
  templateId: string;
  purpose: string;
  reason: string;
  field?: string;
  gone: boolean;
}

@Injectable()
export class TemplateFaults {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly alarms: Alarms,
  ) {}

  /** Administrators are told. A template that WeChat no longer knows is not used until it is back. */
  async refused(
    { id, key: account, name }: ChannelAccount,
    { gone, ...fault }: TemplateRefusal,
  ): Promise<void> {
    const { templateId } = fault;
    await this.database.transaction(async () => {
      await this.alarms.raise(alarmOf(id, templateId), 'account.template_refused', {
        account,
        name,
        ...fault,
      });
      if (gone) await this.leaveOut(id, fault);
    });
  }

  async foundRight(accountId: string, templateIds: string[]): Promise<void> {
    await this.database.run(sql`
      update wechat_template set broken_reason = null
       where account_id = ${accountId} and template_id = any(${templateIds}::text[]) and broken_reason is not null`);
    await this.over(accountId, templateIds);
  }

  async over(accountId: string, templateIds: string[]): Promise<void> {
    for (const templateId of new Set(templateIds)) await this.alarms.clear(alarmOf(accountId, templateId));
  }

  private async leaveOut(
    accountId: string,
    { templateId, reason }: Omit<TemplateRefusal, 'gone'>,
  ): Promise<void> {
    const bindings = await this.database.rows<{ purpose: string; language: string }>(sql`
      update wechat_template set broken_reason = ${reason}
       where account_id = ${accountId} and template_id = ${templateId} and broken_reason is null
      returning purpose, language`);
    const subject = { type: 'account', id: accountId } as const;
    await this.events.recordMany(
      bindings.map((binding) => ({
        name: 'account.template_refused' as const,
        subject,
        data: { ...binding, reason },
      })),
    );
  }
}

function alarmOf(accountId: string, templateId: string): string {
  return `account.template_refused:${accountId}:${templateId}`;
}
