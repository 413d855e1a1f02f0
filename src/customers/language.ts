import type { Language } from '../platform/text/index.js';

/**
 * The language of a text, judged by its script: Han means Chinese, two or more Latin letters mean English; otherwise it
 * is unknown.
 */
export function languageOf(text: string): Language | null {
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN';
  return (text.match(/\p{Script=Latin}/gu)?.length ?? 0) >= 2 ? 'en' : null;
}
