import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../../platform/database/index.js';
import type { WechatAccount } from '../account.js';
import { WechatApi } from '../api/api.service.js';
import { objects, word } from '../fields.js';
import { TemplateFaults } from '../templates/template-faults.service.js';
import type { Finding, TemplateFault } from './self-test.js';
import type { TemplateKind } from '../templates/templates.service.js';

const LISTS: Record<TemplateKind, { path: string; under: string; id: string }> = {
  template: {
    path: '/cgi-bin/template/get_all_private_template?',
    under: 'template_list',
    id: 'template_id',
  },
  subscription: { path: '/wxaapi/newtmpl/gettemplate?', under: 'data', id: 'priTmplId' },
};

interface There {
  templateId: string;
  title: string;
  keywords: string[];
}

interface Bound {
  kind: TemplateKind;
  templateId: string;
  keywords: string[];
  purposes: string[];
}

@Injectable()
export class SelfTestTemplates {
  constructor(
    private readonly database: Database,
    private readonly api: WechatApi,
    private readonly faults: TemplateFaults,
  ) {}

  async compare(account: WechatAccount): Promise<Finding> {
    const bound = await this.bound(account.channel.id);
    const of = (kind: TemplateKind) => bound.filter((one) => one.kind === kind);
    const there = await this.listed(account, 'template');
    if (bound.length === 0) return { state: 'skipped', reason: 'template_unbound' };
    const agreed = of('subscription').length > 0 ? await this.listed(account, 'subscription') : [];
    const templates = [
      ...of('template').flatMap((one) => faultsOf(one, there)),
      ...of('subscription').flatMap((one) => faultsOf(one, agreed)),
    ];
    const wrong = templates.map(({ templateId }) => templateId);
    const right = bound.map(({ templateId }) => templateId).filter((id) => !wrong.includes(id));
    await this.faults.foundRight(account.channel.id, right);
    return templates.length === 0
      ? { state: 'passed' }
      : { state: 'attention', reason: REASONS[templates[0]!.problem], facts: { templates } };
  }

  private async listed(account: WechatAccount, kind: TemplateKind): Promise<There[]> {
    const { path, under, id } = LISTS[kind];
    return objects(await this.api.get(account, path), under).map((one) => ({
      templateId: word(one, id) ?? '',
      title: word(one, 'title') ?? '',
      keywords: [...(word(one, 'content') ?? '').matchAll(KEYWORD)].map(([, name]) => name!),
    }));
  }

  private bound(accountId: string): Promise<Bound[]> {
    return this.database.rows<Bound>(sql`
      select kind, template_id, array_agg(distinct purpose order by purpose) purposes,
             array(select distinct jsonb_object_keys(f) from unnest(array_agg(fields)) f order by 1) keywords
        from wechat_template where account_id = ${accountId}
       group by kind, template_id order by kind desc, template_id`);
  }
}

/** Some templates name the allowed content beside the keyword. */
const KEYWORD = /\{\{\s*(\w+)(?:\s[^{}]*)?\.DATA\s*\}\}/g;

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
