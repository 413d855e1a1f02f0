/**
 * Each keyword of the template has one of our facts: `{"character_string1": "number", "thing4": "stage"}`.
 */
export type TemplateFields = Record<string, string>;

/**
 * WeChat refuses longer values with 47003. Only words are cut, because a number, a name in letters or a
 * phrase would change its meaning.
 */
const LIMITS: Record<string, number> = { thing: 20, name: 10 };

export type TemplateData = Record<string, { value: string }>;

export function templateData(
  fields: TemplateFields,
  facts: Record<string, string>,
): TemplateData | undefined {
  const entries = Object.entries(fields).map(([keyword, fact]) => {
    const value = Object.hasOwn(facts, fact) ? oneLine(facts[fact] ?? '') : '';
    return [keyword, { value: fitted(keyword, value) }] as const;
  });
  return entries.every(([, { value }]) => value !== '') ? Object.fromEntries(entries) : undefined;
}

// WeChat refuses line breaks and leading blanks. It is not documented how it counts an emoji, so emojis are
// removed.
function oneLine(value: string): string {
  return value
    .replace(/\p{Extended_Pictographic}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function fitted(keyword: string, value: string): string {
  const limit = LIMITS[kindOf(keyword)] ?? value.length;
  return value.length > limit ? `${value.slice(0, limit - 1).replace(/\p{Surrogate}$/u, '')}…` : value;
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
  phrase: (value) => value.replace(/\P{Script=Han}/gu, ''),
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

function kindOf(keyword: string): string {
  return keyword.replace(/\d+$/, '');
}
