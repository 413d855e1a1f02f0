import { Injectable } from '@nestjs/common';
import Handlebars, { type TemplateDelegate } from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Purpose, PURPOSES } from './notice-rules.js';
import { NOTICES_FOLDER } from './words.js';
import { type Language, LANGUAGES } from '../platform/text/index.js';

/** The texts are plain text and never markup, so nothing is escaped. A text that names a missing fact throws. */
@Injectable()
export class NoticeTemplates {
  private readonly texts = new Map<string, TemplateDelegate>(
    PURPOSES.flatMap((purpose) =>
      LANGUAGES.map((language) => [`${purpose}.${language}`, compiled(`${purpose}.${language}`)] as const),
    ),
  );

  render(purpose: Purpose, language: Language, facts: object): string {
    return this.texts.get(`${purpose}.${language}`)!(facts)
      .replace(/[ \t]+$/gm, '')
      .trim();
  }
}

function compiled(name: string): TemplateDelegate {
  const source = readFileSync(join(NOTICES_FOLDER, `${name}.hbs`), 'utf8');
  return Handlebars.compile(source, { strict: true, noEscape: true, knownHelpersOnly: true });
}
