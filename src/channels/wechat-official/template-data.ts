/** Which of our facts goes into which keyword of a template: `{"character_string1": "number", "thing4": "stage"}`. */
export type TemplateFields = Record<string, string>;

/** WeChat's limits per kind of keyword, in characters; over it the whole message is refused with 47003. */
const LIMITS: Record<string, number> = {
  thing: 20,
  number: 32,
  letter: 32,
  symbol: 5,
  character_string: 32,
  phone_number: 17,
  car_number: 8,
  name: 10,
  phrase: 5,
};

export type TemplateData = Record<string, { value: string }>;

/** The `data` of a template message; undefined where a fact that the template needs is missing or empty. */
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

// Line breaks and leading blanks are refused. How an emoji is counted is not documented: better none.
function oneLine(value: string): string {
  return value
    .replace(/\p{Extended_Pictographic}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function fitted(keyword: string, value: string): string {
  const limit = LIMITS[keyword.replace(/\d+$/, '')] ?? value.length;
  return value.length > limit ? `${value.slice(0, limit - 1).replace(/\p{Surrogate}$/u, '')}…` : value;
}
