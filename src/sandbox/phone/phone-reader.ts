import type { Request } from 'express';
import { english } from './words.en.js';
import { chinese, type PhoneWords } from './words.zh-cn.js';

export type Language = 'zh-CN' | 'en';
export type Theme = 'auto' | 'light' | 'dark';

export interface Reader {
  language: Language;
  theme: Theme;
  words: PhoneWords;
}

type Asked = Pick<Request, 'query' | 'headers'>;

/** The language comes from the address, else from the cookie shared with the console, else from the browser. */
export function readerOf(request: Asked): Reader {
  const language =
    languageNamed(request.query.lang) ??
    languageNamed(cookie(request, 'lang')) ??
    languageNamed(request.headers['accept-language']) ??
    'zh-CN';
  const theme = themeNamed(request.query.theme) ?? themeNamed(cookie(request, 'theme')) ?? 'auto';
  return { language, theme, words: wordsIn(language) };
}

export function wordsIn(language: string): PhoneWords {
  return language === 'en' ? english : chinese;
}

function languageNamed(value: unknown): Language | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^zh\b/i.test(value)) return 'zh-CN';
  return /^en\b/i.test(value) ? 'en' : undefined;
}

function themeNamed(value: unknown): Theme | undefined {
  return (['auto', 'light', 'dark'] as const).find((theme) => theme === value);
}

function cookie(request: Asked, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
