import { LANGUAGES, nameOfLanguage } from '../../../../platform/text/index.js';
import { sayInFull, type Speech } from '../../../view/index.js';

/** `departments` has the name of each department under its key and under its id. */
export interface AuditReader extends Speech {
  departments: ReadonlyMap<string, string>;
}

const DEPARTMENT = /^departments?$|^departmentIds?$/;
const TIME = /^\d\d:\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Facts are kept under the names of the program, and templates under the purpose of their notice. What has no word here
 * is shown as it was kept.
 */
export function factWord(name: string, { t, knows }: Speech): string {
  const language = languageWord(name);
  if (language) return language;
  const words = [`audit.fact.${name}`, `purpose.${name}`].find(knows);
  return words ? t(words) : name;
}

export function valueWord(name: string, value: unknown, speech: AuditReader): string {
  if (Array.isArray(value)) return listWord(name, value, speech);
  if (typeof value === 'boolean') return speech.t(`audit.value.${value ? 'yes' : 'no'}`);
  if (isFacts(value)) return factsWord(value, speech);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (name === 'language') return languageWord(value) ?? value;
  if (DEPARTMENT.test(name)) return speech.departments.get(value) ?? value;
  if (MOMENT.test(value)) return momentWord(value, speech);
  const words = name === 'role' || name === 'roles' ? `role.${value}` : `audit.value.${name}.${value}`;
  return speech.knows(words) ? speech.t(words) : value;
}

function listWord(name: string, values: unknown[], speech: AuditReader): string {
  if (values.length === 0) return speech.t('audit.value.nothing');
  if (isWindow(values)) return values.join('–');
  return values.map((value) => valueWord(name, value, speech)).join(values.some(isFacts) ? '; ' : ', ');
}

/** Such as one rule of several. */
function factsWord(facts: object, speech: AuditReader): string {
  const known = Object.entries(facts).filter(([, value]) => value !== null);
  return known
    .map(([name, value]) => `${factWord(name, speech)} ${valueWord(name, value, speech)}`)
    .join(', ');
}

function languageWord(name: string): string | undefined {
  const language = LANGUAGES.find((one) => one === name);
  return language && nameOfLanguage(language);
}

/** From one time of the day to another. */
function isWindow(values: unknown[]): values is [string, string] {
  return values.length === 2 && values.every((value) => typeof value === 'string' && TIME.test(value));
}

export function isFacts(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function momentWord(value: string, { language, zone, t }: Speech): string {
  const date = new Date(value);
  return sayInFull(date, { language, zone, now: date, t });
}
