import type { Account } from './account.js';

/** What to give to `spawn` so that a program runs as the account. */
export interface Lowered {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * Node changes the user by itself; to keep one capability across that change takes `setpriv` of util-linux, which then
 * becomes the program. Without `no_setuid_fixup` access(2), by which PostgreSQL finds its own files, would ignore it.
 */
export function lowered(account: Account, command: string, args: string[]): Lowered {
  const { uid, gid, capability } = account;
  if (capability === undefined) return { command, args, uid, gid };
  const only = `-all,+${capability}`;
  const rights = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const sets = [`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
  return { command: 'setpriv', args: [...rights, ...sets, '--', command, ...args] };
}
