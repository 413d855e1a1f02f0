import type { Language } from '../platform/text/index.js';

/** The language of a text as far as its script tells: Han is Chinese, two Latin letters or more English, else unknown. */
export function languageOf(text: string): Language | null {
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN';
  return (text.match(/\p{Script=Latin}/gu)?.length ?? 0) >= 2 ? 'en' : null;
}
