import { Matches, registerDecorator, ValidateIf } from 'class-validator';
import { DateTime } from 'luxon';
import { ID, KEY } from '../../platform/text/index.js';

const ONE_KEY = KEY.source.slice(1, -1);
const MOST_FIELDS = 50;
const LONGEST_FIELD = 500;

/** May be left out; null is not left out. */
export const Optional = () => ValidateIf((_given: object, value: unknown) => value !== undefined);

export const IsId = () => Matches(ID, { message: '$property is the id of one' });

export const IsKey = () => Matches(KEY, { message: '$property is a key' });

/** One key or several, separated by commas. */
export const AreKeys = () =>
  Matches(new RegExp(`^${ONE_KEY}(,${ONE_KEY}){0,50}$`), { message: '$property is a key, or several' });

/** One of these or several, separated by commas. */
export const AreOf = (values: readonly string[]) => {
  const one = `(${values.join('|')})`;
  return Matches(new RegExp(`^${one}(,${one}){0,20}$`), {
    message: `$property is of ${values.join(', ')}`,
  });
};

/** An id, `me` or `none`. */
export const IsHolder = () =>
  Matches(new RegExp(`^(me|none|${ID.source.slice(1, -1)})$`), { message: '$property is an id, me or none' });

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment as RFC 3339 writes it: with its offset, or whoever reads it would have to guess. */
export const IsMoment = () => (target: object, propertyName: string) =>
  registerDecorator({
    name: 'isMoment',
    target: target.constructor,
    propertyName,
    options: { message: '$property is a moment with its offset, e.g. 2026-11-24T18:00:00+08:00' },
    validator: {
      validate: (value) => MOMENT.test(String(value)) && DateTime.fromISO(String(value)).isValid,
    },
  });

/** An object of texts. */
export const AreFields = () => (target: object, propertyName: string) =>
  registerDecorator({
    name: 'areFields',
    target: target.constructor,
    propertyName,
    options: { message: `$property has texts of at most ${LONGEST_FIELD} characters` },
    validator: { validate: isOfTexts },
  });

function isOfTexts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_FIELDS &&
    entries.every(
      ([key, text]) =>
        /^[A-Za-z][A-Za-z0-9_]{0,40}$/.test(key) && typeof text === 'string' && text.length <= LONGEST_FIELD,
    )
  );
}
