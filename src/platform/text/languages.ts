export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'zh-CN';

export type LocalizedText = Record<Language, string>;

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
