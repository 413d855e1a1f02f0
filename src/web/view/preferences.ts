import type { NextFunction, Request, Response } from 'express';
import { DEFAULT_LANGUAGE, type Language, languageNamed, LANGUAGES } from '../../platform/text/index.js';

const OF_PROGRAMS: Language = 'en';
const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  language: Language;
  theme: Theme;
}

type Asked = Pick<Request, 'query' | 'headers'> & { member?: { language?: string } };

/** The address comes first, then the cookie, then the browser's language, then the member's own record. */
export function preferencesOf(request: Asked): Preferences {
  const cookies = cookiesOf(request.headers.cookie ?? '');
  const language =
    languageNamed(request.query['lang']) ??
    languageNamed(cookies.get('lang')) ??
    languageAccepted(request.headers['accept-language'] ?? '') ??
    languageNamed(request.member?.language) ??
    DEFAULT_LANGUAGE;
  return {
    language,
    theme: themeNamed(request.query['theme']) ?? themeNamed(cookies.get('theme')) ?? 'auto',
  };
}

/** Programs get English unless they prefer another of our languages. */
export function languageOfProgram(request: Pick<Request, 'acceptsLanguages'>): Language {
  const tags = LANGUAGES.flatMap((language) => [language, language.split('-')[0]!]);
  return languageNamed(request.acceptsLanguages(OF_PROGRAMS, ...tags)) ?? OF_PROGRAMS;
}

/** The choice is kept in cookies, so that a plain link can switch language and theme without a script. */
export function rememberPreferences(request: Request, response: Response, next: NextFunction): void {
  const chosen = { lang: languageNamed(request.query['lang']), theme: themeNamed(request.query['theme']) };
  for (const [name, value] of Object.entries(chosen)) {
    if (value) response.cookie(name, value, { maxAge: 365 * 86_400_000, sameSite: 'lax', path: '/' });
  }
  next();
}

function themeNamed(value: unknown): Theme | undefined {
  return THEMES.find((theme) => theme === value);
}

/** The header gives languages with weights: `zh-CN,zh;q=0.9,en;q=0.8`. */
function languageAccepted(header: string): Language | undefined {
  const wanted = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';');
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  wanted.sort((a, b) => b.weight - a.weight);
  return wanted
    .filter(({ weight }) => weight > 0)
    .map(({ tag }) => languageNamed(tag))
    .find(Boolean);
}

function cookiesOf(header: string): Map<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}
