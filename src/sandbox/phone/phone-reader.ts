import type { Request } from 'express';
import { DEFAULT_LANGUAGE, type Language, languageFor, languageNamed } from '../../platform/text/index.js';
import { english } from './words.en.js';
import { chinese, type PhoneWords } from './words.zh-cn.js';

const WORDS: Record<Language, PhoneWords> = { 'zh-CN': chinese, en: english };

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
    languageNamed(request.headers['accept-language']?.split(/[,;]/)[0]) ??
    DEFAULT_LANGUAGE;
  const theme = themeNamed(request.query.theme) ?? themeNamed(cookie(request, 'theme')) ?? 'auto';
  return { language, theme, words: wordsIn(language) };
}

export function wordsIn(language: string): PhoneWords {
  return WORDS[languageFor(language)];
}

function themeNamed(value: unknown): Theme | undefined {
  return (['auto', 'light', 'dark'] as const).find((theme) => theme === value);
}

function cookie(request: Asked, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
