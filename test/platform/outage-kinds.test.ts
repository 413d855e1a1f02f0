import { describe, expect, it } from 'vitest';
import { outageOf } from '../../src/platform/http/outage.js';
import { refusalOf } from '../../src/platform/http/problem.js';

const withCode = (code: string) => Object.assign(new Error('it failed'), { code });
const kindOf = (error: unknown) => {
  const { status, code, details } = refusalOf(error);
  return [status, code, typeof details.retryAfter];
};

describe('faults 40 and 41: what we stand on being away, busy or full is told apart from faults of our own', () => {
  it.each([
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '57P01',
    '57P02',
    '57P03',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ])('the code %s means that the database is away', (code) =>
    expect(kindOf(withCode(code))).toEqual([503, 'database_away', 'number']),
  );

  it.each(['53300', '57014', '40P01', '40001', '53200'])('the code %s means that it is busy', (code) =>
    expect(kindOf(withCode(code))).toEqual([503, 'busy', 'number']),
  );

  it.each(['53100', 'ENOSPC', 'EDQUOT'])('the code %s means that a disk is full', (code) =>
    expect(kindOf(withCode(code))).toEqual([507, 'disk_full', 'number']),
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'connect ENOENT /data/postgres/cluster/.s.PGSQL.5432',
  ])('the driver saying "%s" means that the database is away', (sentence) =>
    expect(kindOf(new Error(sentence))).toEqual([503, 'database_away', 'number']),
  );

  it('the error of the driver is found inside that of the mapper and among those of several addresses', () => {
    const refused = withCode('ECONNREFUSED');
    expect(kindOf(Object.assign(new Error('QueryFailedError'), { driverError: withCode('57P01') }))[0]).toBe(
      503,
    );
    expect(kindOf(new AggregateError([refused, refused]))[0]).toBe(503);
  });

  it.each([
    new Error('secret'),
    withCode('23505'),
    withCode('ERR_ASSERTION'),
    new TypeError('x'),
    null,
    'text',
  ])('a fault of our own stays one (case %#): %s', (error) => expect(outageOf(error)).toBeUndefined());
});
