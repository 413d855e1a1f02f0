import { inLanguage } from '../text/index.js';

/** Reads names kept per language (departments, types, policies): `{ "zh-CN": "财务", "en": "Finance" }`. */
export function sayLocal(name: unknown, language: string): string {
  if (typeof name === 'string') return name;
  if (typeof name !== 'object' || name === null) return '';
  return inLanguage(name as Record<string, string>, language);
}
