import { LANGUAGES, nameOfLanguage } from '../../../../platform/text/index.js';
import { sayInFull, type Speech } from '../../../view/index.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Facts are kept under the names of the program. What has no word here is shown as it was kept. */
export function factWord(name: string, { t, knows }: Speech): string {
  const language = LANGUAGES.find((one) => one === name);
  if (language) return nameOfLanguage(language);
  return knows(`audit.fact.${name}`) ? t(`audit.fact.${name}`) : name;
}

export function valueWord(name: string, value: unknown, speech: Speech): string {
  if (Array.isArray(value)) return listWord(name, value, speech);
  if (typeof value === 'boolean') return speech.t(`audit.value.${value ? 'yes' : 'no'}`);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (MOMENT.test(value)) return momentWord(value, speech);
  const words = name === 'role' || name === 'roles' ? `role.${value}` : `audit.value.${name}.${value}`;
  return speech.knows(words) ? speech.t(words) : value;
}

function listWord(name: string, values: unknown[], speech: Speech): string {
  if (values.length === 0) return speech.t('audit.value.nothing');
  if (!values.every((value) => typeof value === 'string')) return JSON.stringify(values);
  return values.map((value) => valueWord(name, value, speech)).join(', ');
}

function momentWord(value: string, { language, zone, t }: Speech): string {
  const date = new Date(value);
  return sayInFull(date, { language, zone, now: date, t });
}
