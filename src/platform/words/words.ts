import { createInstance } from 'i18next';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, LANGUAGES } from '../text/index.js';
import type { Speaker } from './sentences.js';

export type Translate = (key: string, values?: Record<string, unknown>) => string;

export interface Words {
  in: (language: Language) => Translate;
  has: (key: string) => boolean;
}

/** The locale whose texts stand in where another one has none. */
const FALLBACK: Language = 'en';

/** Reads `templates/locales/*.json`. A key that no language has is returned unchanged; the tests look for those. */
export function readWords(templates: string): Words {
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => {
      const file = readFileSync(join(templates, 'locales', `${language}.json`), 'utf8');
      return [language, { translation: JSON.parse(file) as Record<string, unknown> }];
    }),
  );
  const i18n = createInstance({
    resources,
    fallbackLng: FALLBACK,
    initAsync: false,
    showSupportNotice: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  void i18n.init();
  const translators = new Map(
    LANGUAGES.map((language) => {
      const lngs = [...new Set([language, FALLBACK])];
      return [language, remembering((key, values) => i18n.t(key, { ...values, lng: language, lngs }))];
    }),
  );
  return {
    in: (language) => translators.get(language)!,
    has: (key) => typeof ownAt(resources[FALLBACK], `translation.${key}`) === 'string',
  };
}

/** A page asks for hundreds of texts, and most have nothing to fill in. */
function remembering(translate: Translate): Translate {
  const fixed = new Map<string, string>();
  return (key, values = {}) => {
    if (Object.keys(values).length > 0) return translate(key, values);
    const text = fixed.get(key) ?? translate(key);
    // A key without a text may come from anywhere, and there is no end to those.
    if (text !== key) fixed.set(key, text);
    return text;
  };
}

/** What stands at the path, and never what every object inherits: the reason `constructor` has no text. */
function ownAt(texts: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, part) => {
    const within = typeof found === 'object' && found !== null && Object.hasOwn(found, part);
    return within ? (found as Record<string, unknown>)[part] : undefined;
  }, texts);
}

/** Returns what puts refusals into words of this language. */
export function speakerOf(words: Words, language: Language): Speaker {
  return { language, t: words.in(language), knows: words.has };
}
