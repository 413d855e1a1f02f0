import { kindOf, oneLine, shaped } from './template-values.js';

/**
 * Each keyword of the template has one of our facts: `{"character_string1": "number", "thing4": "stage"}`.
 */
export type TemplateFields = Record<string, string>;

export type TemplateData = Record<string, { value: string }>;

/** `unfit` says why the template cannot be used for these facts, and names the field. */
export function templateData(
  fields: TemplateFields,
  facts: Record<string, string>,
): { data: TemplateData } | { unfit: string } {
  const data: TemplateData = {};
  for (const [keyword, fact] of Object.entries(fields)) {
    const given = Object.hasOwn(facts, fact) ? (facts[fact] ?? '') : '';
    const value = shaped(keyword, given);
    if (value === undefined) {
      const reason = oneLine(given) === '' ? 'template_value_missing' : 'template_value_unfit';
      return { unfit: `${reason} field:${keyword}` };
    }
    data[keyword] = { value };
  }
  return { data };
}

/**
 * WeChat may refuse a value within its limits. The narrower value has no symbols and counts each Chinese
 * character twice. Returns undefined if there is no narrower value of the same meaning.
 */
export function narrower(data: TemplateData, keyword: string): TemplateData | undefined {
  const value = Object.hasOwn(data, keyword) ? data[keyword]!.value : '';
  const other = NARROWER[kindOf(keyword)]?.(value) ?? value;
  return other === '' || other === value ? undefined : { ...data, [keyword]: { value: other } };
}

const NARROWER: Record<string, (value: string) => string> = {
  thing: (value) => narrow(value.replace(/[^\p{L}\p{M}\p{N}\p{P} ]/gu, '').trim(), 20),
  name: (value) => value.replace(/[^\p{L} ]/gu, '').trim(),
};

function narrow(value: string, width: number): string {
  const all = [...value];
  if (widthOf(all) <= width) return value;
  let kept = all.length;
  while (widthOf(all.slice(0, kept)) > width - widthOf(['…'])) kept -= 1;
  return `${all.slice(0, kept).join('')}…`;
}

function widthOf(characters: string[]): number {
  return characters.reduce((width, one) => width + (one.codePointAt(0)! > 0xff ? 2 : 1), 0);
}
