import { Writable } from 'node:stream';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { JsonLogger } from '../../src/platform/http/index.js';

function logger(level = 'info'): { log: JsonLogger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: new JsonLogger(level, sink), lines };
}

describe('the log', () => {
  it('the log is one JSON object per line, with the context', () => {
    const { log, lines } = logger();
    log.warn('The queue is long', 'Jobs');
    expect(lines).toMatchObject([{ level: 40, context: 'Jobs', msg: 'The queue is long' }]);
  });

  it('the log names a database error without the values of the statement', () => {
    const { log, lines } = logger();
    const fault = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (phone)=(13800000000)',
    });
    log.error(new QueryFailedError('insert into customer values ($1)', ['13800000000'], fault), 'Http');
    expect(JSON.stringify(lines)).not.toContain('13800000000');
    expect(lines).toMatchObject([{ err: { type: 'QueryFailedError', code: '23505' } }]);
  });

  it('the log contains only warnings and errors while it is told to be quiet', async () => {
    const { log, lines } = logger();
    await log.quietly(async () => {
      log.log('A page was drawn', 'Http');
      log.warn('The queue is long', 'Jobs');
    });
    log.log('Ready', 'Start');
    expect(lines.map(({ msg }) => msg)).toEqual(['The queue is long', 'Ready']);
  });

  it('the log leaves out the messages of the framework’s start', () => {
    const { log, lines } = logger();
    log.log('Mapped {/inbox, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
  });
});
