import { type ApprovedTemplate, inLanguage, type Person } from './account.js';
import type { BubbleContent } from './bubble.js';
import { brokenField } from './field-limits.js';
import { type Json, text } from './platform-calls.service.js';
import { WechatRefusal } from './wechat-refusal.js';
import { isRecord } from './wire/wire-xml.js';

/** Refuses with 40037. */
export function approved(
  templates: ApprovedTemplate[],
  id: string,
  kind: NonNullable<ApprovedTemplate['kind']>,
): ApprovedTemplate {
  const template = templates.find((one) => one.id === id && (one.kind ?? 'template') === kind);
  if (!template) throw new WechatRefusal(40037);
  return template;
}

/** Refuses with 47003, which names one field. */
export function checked(data: Json, template: ApprovedTemplate): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { key } of template.fields) {
    const given = data[key];
    values[key] = isRecord(given) ? text(given, 'value') : '';
  }
  const broken = brokenField(values);
  if (broken) throw new WechatRefusal(47003, `data.${broken}.value invalid`);
  return values;
}

export function card(
  template: ApprovedTemplate,
  values: Record<string, string>,
  request: Json,
  person: Person,
): BubbleContent {
  const fields = template.fields.map(({ key, label }) => ({
    label: inLanguage(label, person.language),
    value: values[key] ?? '',
  }));
  const url = text(request, 'url') || undefined;
  return { kind: 'card', title: inLanguage(template.title, person.language), fields, url };
}
