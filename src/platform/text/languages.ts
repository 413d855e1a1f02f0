/** The languages of the program. Pages, notices and alerts exist in each of them. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'zh-CN';

/** A text that is kept in every language, such as `{ "zh-CN": "财务", "en": "Finance" }`. */
export type LocalizedText = Record<Language, string>;

/** Makes a text in every language. */
export function inEachLanguage(text: (language: Language) => string): LocalizedText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as LocalizedText;
}

/** What speakers of the language call it. */
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

/** The language for writing to a person: Chinese where theirs is unknown or not supported. */
export function languageFor(language: string | null): Language {
  return LANGUAGES.find((one) => one === language) ?? DEFAULT_LANGUAGE;
}

/** The text in this language, or in another one where it is missing. */
export function inLanguage(text: Record<string, string>, language: string): string {
  return text[language] ?? text[DEFAULT_LANGUAGE] ?? Object.values(text)[0] ?? '';
}

/** Whether the text is empty in every language. */
export function isBlank(text: Record<string, string>): boolean {
  return Object.values(text).every((words) => words.trim() === '');
}
