import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { StoreFailed, StoreFull } from '../../src/platform/files/index.js';
import { NOT_TAKEN } from '../../src/backups/sentences.js';
import { FAILURES } from '../../src/platform/http/failures.js';
import { Conflict, failureOf, keptFailure, readFailure } from '../../src/platform/http/index.js';
import { readWords, sayFailure, speakerOf } from '../../src/platform/words/index.js';

const coded = (code: string) => Object.assign(new Error('as the system says it'), { code });

describe('fault 9: what failed is listed with a sentence, and not with an exception', () => {
  it.each([
    ['a database that is away', coded('57P01'), 'database_away'],
    ['a lock that somebody else held', coded('55P03'), 'busy'],
    ['a full disk', coded('ENOSPC'), 'disk_full'],
    ['a full store of files', new StoreFull(), 'storage_full'],
    ['a store of files that is away', new StoreFailed('no answer'), 'storage_failed'],
    ['a mail server that refuses us', coded('EAUTH'), 'mail_server'],
    ['a network that is away', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), 'network'],
    ['an answer that took too long', new DOMException('too slow', 'TimeoutError'), 'network'],
    ['a rule of ours', new Conflict('handoff_open'), 'refused'],
    ['a mistake of the program', new TypeError('x is undefined'), 'program'],
    ['something that is no error', undefined, 'program'],
  ])('%s is told apart from other failures', (_what, error, kind) => {
    expect(failureOf(error)).toBe(kind);
  });

  it('what a table keeps of a failure gives back its kind and the words of the exception', () => {
    expect(readFailure(keptFailure(coded('ENOSPC')))).toEqual({
      failure: 'disk_full',
      said: 'Error: as the system says it',
    });
    expect(readFailure('TypeError: kept before\nfailures had kinds')).toEqual({
      failure: 'program',
      said: 'TypeError: kept before\nfailures had kinds',
    });
  });

  it.each(['en', 'zh-CN'] as const)(
    'every kind of failure, and every reason of a backup, has a sentence in %s',
    (language) => {
      const speaker = speakerOf(readWords(join(root, 'templates')), language);
      const all = [...FAILURES, ...NOT_TAKEN, 'died'];
      expect(all.filter((one) => !speaker.knows(`failure.${one}`))).toEqual([]);
      const said = sayFailure('Only 3 MB are free', speaker);
      expect(said).toBe(sayFailure('program', speaker));
    },
  );
});
