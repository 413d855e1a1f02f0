import type { Language } from '../platform/text/index.js';

/**
 * Judges by the script: Han means Chinese, and two or more Latin letters mean English. Null means unknown.
 */
export function languageOf(text: string): Language | null {
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN';
  return (text.match(/\p{Script=Latin}/gu)?.length ?? 0) >= 2 ? 'en' : null;
}
