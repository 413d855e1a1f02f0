import { spell } from '../client/duration.js';
import type { PageRequest } from './page-view.js';
import { sayLocal, type Speaker, speakerOf, type Words } from '../../platform/words/index.js';
import { preferencesOf } from './preferences.js';
import { sayMoney } from './wording.helpers.js';

/** `local` reads a name that is kept in each language; `money` takes a decimal string. */
export interface Speech extends Speaker {
  /** Times are told in the shop's time zone. */
  zone: string;
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
    ...speakerOf(words, language),
    zone,
    local: (name) => sayLocal(name, language),
    money: (amount, currency) => sayMoney(amount, currency, language),
    span: (seconds) => spell(seconds * 1000, language),
  };
}
