import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import { LANGUAGES, nameOfLanguage } from '../../platform/text/index.js';
import {
  reasonDetails,
  sayFailure,
  sayFault,
  sayLocal,
  sayReason,
  sayTold,
} from '../../platform/words/index.js';
import { fieldName, valueAt } from '../forms/typed.js';
import type { Told } from '../../platform/http/index.js';
import type { Refused } from '../forms/refused.js';
import type { Icons } from './icons.js';
import { EMOJI } from './emoji.js';
import type { PageView } from './page-view.js';
import { clockFace, type ShownTimer } from './clock-face.js';
import { faultPlace, sayDate, sayRegion, windowsOr } from './date.helpers.js';
import { sayDay, sayInFull, sayRange, sayWhen } from './time.helpers.js';
import { dotsOf, initialsOf, sayBytes, sayMoney, tintOf, type Allowance } from './wording.helpers.js';

/** The languages to choose from; `tag` is the part of the language that keys and ids are named with. */
const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({
  value,
  label: nameOfLanguage(value),
  tag: value.split('-')[0],
}));

type Helper = (...args: never[]) => unknown;

/** A template that names any other helper does not compile. */
export function helpers(icons: Icons): Record<string, HelperDelegate> {
  return { ...wordHelpers(icons), ...timeHelpers, ...dateHelpers, ...logicHelpers } as Record<
    string,
    HelperDelegate
  >;
}

const { SafeString, escapeExpression } = Handlebars;

function wordHelpers(icons: Icons): Record<string, Helper> {
  return {
    t: (key: string, options: HelperOptions) =>
      viewOf(options).t(key, options.hash as Record<string, unknown>),
    /** What a program or an address named may have no word of ours. It is then shown as it was named. */
    wordOr: (key: string, named: string, options: HelperOptions) =>
      viewOf(options).knows(key) ? viewOf(options).t(key) : named,
    tIf: (key: string | undefined, options: HelperOptions) => (key ? viewOf(options).t(key) : ''),
    translate: (key: string, values: object | undefined, options: HelperOptions) =>
      viewOf(options).t(key, { ...values }),
    problem: (fault: string, options: HelperOptions) => sayFault(fault, viewOf(options)),
    sayTold: ({ code, values }: Told, options: HelperOptions) => sayTold(code, values, viewOf(options)),
    problemOr: (code: string, sentence: string, options: HelperOptions) => {
      const view = viewOf(options);
      return view.knows(`problem.${code}`) ? view.t(`problem.${code}`) : sentence;
    },
    sayReason: (reason: string, options: HelperOptions) => sayReason(reason, viewOf(options)),
    sayFailure: (failure: string, options: HelperOptions) => sayFailure(failure, viewOf(options)),
    reasonDetails: (reason: string | null, options: HelperOptions) =>
      reason && reasonDetails(reason, viewOf(options)),
    local: (name: unknown, options: HelperOptions) => sayLocal(name, viewOf(options).language),
    icon: (name: string, options: HelperOptions) => new SafeString(icons(name, viewOf(options).sprite)),
    money: (amount: string, currency: string, options: HelperOptions) =>
      sayMoney(amount, currency, viewOf(options).language),
    sayBytes: (bytes: number) => sayBytes(bytes),
    initials: (name: string) => initialsOf(name),
    tint: (name: string) => tintOf(name),
    emoji: () => EMOJI,
    languages: () => LANGUAGE_CHOICES,
    csrf: (options: HelperOptions) =>
      new SafeString(
        `<input type="hidden" name="_csrf" value="${escapeExpression(viewOf(options).csrfToken)}">`,
      ),
  };
}

const timeHelpers: Record<string, Helper> = {
  when: (date: Date | string | null, options: HelperOptions) => timeElement(date, viewOf(options), 'when'),
  ago: (date: Date | string | null, options: HelperOptions) => timeElement(date, viewOf(options), 'ago'),
  sayWhen: (date: Date | string, options: HelperOptions) => sayWhen(new Date(date), viewOf(options)),
  sayWhenOr: (date: Date | string | null, options: HelperOptions) =>
    date ? sayWhen(new Date(date), viewOf(options)) : '',
  sayDay: (date: Date | string, options: HelperOptions) => sayDay(new Date(date), viewOf(options)),
  /** A period that ends as a day begins lasts to the end of the day before. */
  lastDay: (end: Date | string, options: HelperOptions) =>
    sayDay(new Date(new Date(end).getTime() - 1), viewOf(options)),
  stamp: (date: Date) => date.getTime(),
  sayRange: (from: Date, to: Date, options: HelperOptions) => sayRange(from, to, viewOf(options)),
  saySpan: (seconds: number, options: HelperOptions) => viewOf(options).span(seconds * 1000),
  face: (timer: ShownTimer, options: HelperOptions) => clockFace(timer, viewOf(options)),
};

const dateHelpers: Record<string, Helper> = {
  shortDate: (date: string, options: HelperOptions) => sayDate(date, viewOf(options).language),
  dayOfMonth: (date: string) => Number(date.slice(8)),
  region: (key: string, options: HelperOptions) => sayRegion(key, viewOf(options).language),
  windowsOr: (windows: [string, string][] | null, none: string) => windowsOr(windows, none),
  faultPlace: (place: [string, string], options: HelperOptions) => faultPlace(place, viewOf(options).t),
};

const logicHelpers: Record<string, Helper> = {
  eq: (a: unknown, b: unknown) => a === b,
  not: (a: unknown) => !a,
  and: (...values: unknown[]) => values.slice(0, -1).reduce((all, one) => all && one, true),
  or: (...values: unknown[]) => values.slice(0, -1).find(Boolean) ?? false,
  concat: (...values: unknown[]) => values.slice(0, -1).join(''),
  capital: (text: string) => text.toUpperCase(),
  json: (value: unknown) => JSON.stringify(value ?? []),
  dots: (allowance: Allowance) => dotsOf(allowance),
  listOf: (...values: unknown[]) => values.slice(0, -1),
  formOf: (refused: Refused | undefined, acts: string, options: HelperOptions) =>
    isOf(refused, acts, options) ? refused : undefined,
  formWith: (refused: Refused | undefined, acts: string, options: HelperOptions) =>
    isOf(refused, acts, options) ? refused : { values: options.hash.saved ?? {}, errors: {} },
  valueAt: (values: object | undefined, path: string) => valueAt(values, path),
  keptIn: (form: Partial<Refused> | undefined, path: string, saved: unknown) =>
    valueAt(form?.values, path) ?? saved,
  fieldName: (path: string) => fieldName(path),
  objectOf: (options: HelperOptions) => ({ ...(options.hash as Record<string, unknown>) }),
};

function viewOf(options: HelperOptions): PageView {
  return (options.data as { view: PageView }).view;
}

/** If several forms have the same act, the parameters tell which of them was refused. */
function isOf(refused: Refused | undefined, acts: string, options: HelperOptions): boolean {
  if (!refused || !acts.split(' ').includes(refused.act)) return false;
  const wanted = Object.entries(options.hash as Record<string, unknown>);
  return wanted.every(([name, value]) => name === 'saved' || refused.params[name] === value);
}

function timeElement(value: Date | string | null, view: PageView, kind: 'when' | 'ago'): unknown {
  if (!value) return '';
  const date = new Date(value);
  const past = Math.max(0, view.now.getTime() - date.getTime());
  const words = kind === 'when' ? sayWhen(date, view) : view.t('when.ago', { span: view.span(past) });
  const ticking = kind === 'ago' ? tickingAttributes(date, view) : '';
  const full = escapeExpression(sayInFull(date, view));
  return new SafeString(
    `<time datetime="${date.toISOString()}" title="${full}"${ticking}>${escapeExpression(words)}</time>`,
  );
}

function tickingAttributes(date: Date, view: PageView): string {
  const words = escapeExpression(view.t('when.ago', { span: '{span}' }));
  return ` data-controller="relative-time" data-relative-time-at-value="${date.getTime()}" data-relative-time-words-value="${words}"`;
}
