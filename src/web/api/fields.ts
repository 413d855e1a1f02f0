import { Matches, registerDecorator, ValidateIf } from 'class-validator';
import { DateTime } from 'luxon';
import { ID, KEY } from '../../platform/text/index.js';

const ONE_KEY = KEY.source.slice(1, -1);
const MOST_FIELDS = 50;
const LONGEST_FIELD = 500;

/** The messages are fault codes. Their sentence is chosen later, in the reader's language. */

/** The field may be left out, but it may not be null. */
export const Optional = () => ValidateIf((_given: object, value: unknown) => value !== undefined);

export const IsId = () => Matches(ID, { message: 'unknown' });

/** A page without any message of the customer has seen `0`. */
export const IsSeen = () => Matches(new RegExp(`${ID.source}|^0$`), { message: 'unknown' });

export const IsKey = () => Matches(KEY, { message: 'bad_key' });

export const AreKeys = () => Matches(new RegExp(`^${ONE_KEY}(,${ONE_KEY}){0,50}$`), { message: 'bad_key' });

export const AreOf = (values: readonly string[]) => {
  const one = `(${values.join('|')})`;
  return Matches(new RegExp(`^${one}(,${one}){0,20}$`), {
    message: 'unknown',
  });
};

export const IsHolder = () =>
  Matches(new RegExp(`^(me|none|${ID.source.slice(1, -1)})$`), { message: 'unknown' });

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** The offset is required, because without it the reader would have to guess. */
export const IsMoment = () => (target: object, propertyName: string) =>
  registerDecorator({
    name: 'isMoment',
    target: target.constructor,
    propertyName,
    options: { message: 'bad_moment' },
    validator: {
      validate: (value) => MOMENT.test(String(value)) && DateTime.fromISO(String(value)).isValid,
    },
  });

export const AreFields = () => (target: object, propertyName: string) =>
  registerDecorator({
    name: 'areFields',
    target: target.constructor,
    propertyName,
    options: { message: 'invalid' },
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
