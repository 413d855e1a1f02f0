import { spawn } from 'node:child_process';
import type { Account } from './account.js';
import { lowered } from './lowered.js';

/** PGDATA, PGPORT or a foreign locale of the caller must not affect our server. */
export const CLEAN_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface Outcome {
  code: number | null;
  output: string;
}

/** A failure of the command is returned and not thrown. */
export function run(
  command: string,
  args: string[],
  at: { account: Account; cwd: string },
): Promise<Outcome> {
  return new Promise((done) => {
    const { uid, gid, ...program } = lowered(at.account, command, args);
    const child = spawn(program.command, program.args, {
      cwd: at.cwd,
      uid,
      gid,
      env: CLEAN_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => done({ code: null, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}
