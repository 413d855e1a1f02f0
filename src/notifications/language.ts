import { DEFAULT_LANGUAGE, LANGUAGES } from '../customers/index.js';

export type Language = (typeof LANGUAGES)[number];

/** The language a customer is written to in: Chinese where theirs is unknown or none of ours. */
export function languageFor(language: string | null): Language {
  return LANGUAGES.find((one) => one === language) ?? DEFAULT_LANGUAGE;
}

/** Names are kept per language: `{ "zh-CN": "财务", "en": "Finance" }`. */
export function said(name: Record<string, string>, language: Language): string {
  return name[language] ?? name[DEFAULT_LANGUAGE] ?? Object.values(name)[0] ?? '';
}
