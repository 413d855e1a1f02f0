export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'zh-CN';

export type LocalizedText = Record<Language, string>;

export function inEachLanguage(text: (language: Language) => string): LocalizedText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as LocalizedText;
}

export function nameOfLanguage(language: Language): string {
  const [primary = language] = language.split('-');
  return new Intl.DisplayNames(language, { type: 'language' }).of(primary) ?? language;
}

/** The language that is meant by a tag such as `zh`, `zh-Hant` or `en-GB`. */
export function languageNamed(tag: unknown): Language | undefined {
  if (typeof tag !== 'string') return undefined;
  const primary = primaryOf(tag.trim());
  return LANGUAGES.find((language) => primaryOf(language) === primary);
}

function primaryOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0];
}

/** Returns Chinese if the language is unknown or not supported. */
export function languageFor(language: string | null): Language {
  return LANGUAGES.find((one) => one === language) ?? DEFAULT_LANGUAGE;
}

export function inLanguage(text: Record<string, string>, language: string): string {
  return text[language] ?? text[DEFAULT_LANGUAGE] ?? Object.values(text)[0] ?? '';
}

export function isBlank(text: Record<string, string>): boolean {
  return Object.values(text).every((words) => words.trim() === '');
}
