import Handlebars, { type TemplateDelegate } from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../platform/config/index.js';

const FOLDER = join(root, 'templates/sandbox');
const PARTIALS = ['_people', '_bubbles', '_platform', '_clock'] as const;

export type PhoneTemplate = 'phone' | (typeof PARTIALS)[number];

const handlebars = Handlebars.create();
const templates = new Map<string, TemplateDelegate>();
for (const name of ['phone', ...PARTIALS]) {
  const compiled = handlebars.compile(readFileSync(join(FOLDER, `${name}.hbs`), 'utf8'), {
    preventIndent: true,
  });
  templates.set(name, compiled);
  handlebars.registerPartial(`sandbox/${name}`, compiled);
}

export function render(template: PhoneTemplate, model: object): string {
  const compiled = templates.get(template);
  if (!compiled) throw new Error(`There is no template ${template}`);
  return compiled(model);
}
