export {
  DEFAULT_LANGUAGE,
  inEachLanguage,
  inLanguage,
  isBlank,
  type Language,
  languageFor,
  languageNamed,
  LANGUAGES,
  type LocalizedText,
  nameOfLanguage,
} from './languages.js';
export { CURRENCIES, decimalsOf } from './currencies.js';
export { sayMoney } from './money.js';
export { ID, isId, KEY, LOOSE_KEY } from './patterns.js';
