import { spell } from '../client/duration.js';
import type { PageRequest } from './page-view.js';
import type { Language } from '../../platform/text/index.js';
import { preferencesOf } from './preferences.js';
import type { Translate, Words } from './translate.js';
import { sayLocal, sayMoney } from './wording.helpers.js';

export interface Speech {
  language: Language;
  zone: string;
  t: Translate;
  local: (name: unknown) => string;
  money: (amount: string, currency: string) => string;
  span: (seconds: number) => string;
}

export function speechOf(
  request: Pick<PageRequest, 'query' | 'headers'>,
  words: Words,
  zone: string,
): Speech {
  const { language } = preferencesOf(request);
  return {
    language,
    zone,
    t: words.in(language),
    local: (name) => sayLocal(name, language),
    money: (amount, currency) => sayMoney(amount, currency, language),
    span: (seconds) => spell(seconds * 1000, language),
  };
}
