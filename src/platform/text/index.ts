export {
  DEFAULT_LANGUAGE,
  inLanguage,
  isBlank,
  type Language,
  languageFor,
  LANGUAGES,
  type LocalizedText,
} from './languages.js';
export { ID, isId, KEY, LOOSE_KEY } from './patterns.js';
