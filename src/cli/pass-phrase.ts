import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { StartError } from '../start/start-error.js';

const LEAST = 12;

/** Asks on the terminal, without showing what is typed. */
export async function askPassPhrase({ twice = false }: { twice?: boolean }): Promise<string> {
  if (!process.stdin.isTTY) throw new StartError('Set BACKUP_PASS_PHRASE to the pass phrase of the backup.');
  const typed = await ask('Pass phrase: ');
  if (!twice) return typed;
  if (typed.length < LEAST) throw new StartError(`A pass phrase has at least ${LEAST} characters.`);
  if ((await ask('Once more: ')) !== typed) throw new StartError('The two were not the same.');
  return typed;
}

async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
