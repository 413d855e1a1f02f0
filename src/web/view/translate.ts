import { createInstance } from 'i18next';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, LANGUAGES } from '../../platform/text/index.js';

export type Translate = (key: string, values?: Record<string, unknown>) => string;

export interface Words {
  in: (language: Language) => Translate;
  has: (key: string) => boolean;
}

/** A key that no language has is returned unchanged. The tests look for such keys. */
export function readWords(templates: string): Words {
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => {
      const file = readFileSync(join(templates, 'locales', `${language}.json`), 'utf8');
      return [language, { translation: JSON.parse(file) as Record<string, unknown> }];
    }),
  );
  const i18n = createInstance({
    resources,
    fallbackLng: 'en',
    initAsync: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  });
  void i18n.init();
  return {
    in: (language) => {
      const translate = i18n.getFixedT(language);
      return (key, values) => translate(key, { ...values });
    },
    has: (key) => i18n.exists(key),
  };
}
