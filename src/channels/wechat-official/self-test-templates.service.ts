import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import type { WechatAccount } from './account.js';
import { WechatApi } from './api.service.js';
import { objects, word } from './fields.js';
import type { Finding, TemplateFault } from './self-test.js';

const LIST = '/cgi-bin/template/get_all_private_template?';

interface There {
  templateId: string;
  title: string;
  /** As in `{{thing4.DATA}}` of its text. */
  keywords: string[];
}

interface Bound {
  templateId: string;
  keywords: string[];
  purposes: string[];
}

/** Whether the templates that notices are bound to are as WeChat has them. */
@Injectable()
export class SelfTestTemplates {
  constructor(
    private readonly database: Database,
    private readonly api: WechatApi,
  ) {}

  /** Throws what the API throws. */
  async compare(account: WechatAccount): Promise<Finding> {
    const answer = await this.api.get(account, LIST);
    const there = objects(answer, 'template_list').map((one) => ({
      templateId: word(one, 'template_id') ?? '',
      title: word(one, 'title') ?? '',
      keywords: [...(word(one, 'content') ?? '').matchAll(/\{\{\s*(\w+)\.DATA\s*\}\}/g)].map(
        ([, name]) => name!,
      ),
    }));
    const bound = await this.bound(account.channel.id);
    if (bound.length === 0) return { state: 'skipped', reason: 'template_unbound' };
    const templates = bound.flatMap((one) => faultsOf(one, there));
    return templates.length === 0
      ? { state: 'passed' }
      : { state: 'attention', reason: REASONS[templates[0]!.problem], facts: { templates } };
  }

  private bound(accountId: string): Promise<Bound[]> {
    return this.database.rows<Bound>(sql`
      select template_id, array_agg(distinct purpose order by purpose) purposes,
             array(select distinct jsonb_object_keys(f) from unnest(array_agg(fields)) f order by 1) keywords
        from wechat_template where account_id = ${accountId} and kind = 'template'
       group by template_id order by template_id`);
  }
}

const REASONS: Record<TemplateFault['problem'], string> = {
  gone: 'template_gone',
  unknown_keyword: 'template_keywords',
  empty_keyword: 'template_keywords',
  twice: 'template_twice',
};

function faultsOf({ templateId, keywords, purposes }: Bound, there: There[]): TemplateFault[] {
  const fault = { templateId, purposes };
  const found = there.find((one) => one.templateId === templateId);
  if (!found) return [{ ...fault, problem: 'gone', title: '', keywords: [] }];
  const { title } = found;
  const unknown = keywords.filter((keyword) => !found.keywords.includes(keyword));
  const empty = found.keywords.filter((keyword) => !keywords.includes(keyword));
  const twins = there.filter((one) => one.title === title && one.templateId !== templateId);
  return [
    ...(unknown.length > 0
      ? [{ ...fault, title, problem: 'unknown_keyword', keywords: unknown } as const]
      : []),
    ...(empty.length > 0 ? [{ ...fault, title, problem: 'empty_keyword', keywords: empty } as const] : []),
    ...(twins.length > 0
      ? [{ ...fault, title, problem: 'twice', keywords: twins.map((twin) => twin.templateId) } as const]
      : []),
  ];
}
