import type { BoundTemplate } from '../../../../channels/wechat-official/index.js';
import { LANGUAGES } from '../../../../platform/text/index.js';
import { type Purpose, PURPOSES } from '../../../../notifications/index.js';
import { Invalid } from '../../../../platform/http/index.js';
import { readFields, readTemplateId } from './template-fields.js';

interface Binding {
  purpose: Purpose;
  language: string;
  template: BoundTemplate;
}

export function bindingOf(typed: Record<'purpose' | 'language' | 'templateId' | 'fields', string>): Binding {
  const purpose = PURPOSES.find((one) => one === typed.purpose);
  const language = LANGUAGES.find((one) => one === typed.language);
  if (!purpose) throw Invalid.field('purpose', 'required');
  if (!language) throw Invalid.field('language', 'required');
  const templateId = readTemplateId(typed.templateId);
  return { purpose, language, template: { templateId, fields: readFields(typed.fields) } };
}
