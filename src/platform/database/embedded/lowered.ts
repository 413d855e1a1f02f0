import type { Account } from './account.js';

/** The command and options for `spawn` that run a program as the account. */
export interface Lowered {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * Node can change the user by itself, but keeping one capability takes `setpriv` of util-linux, which then becomes the
 * program. Without `no_setuid_fixup` access(2), with which PostgreSQL finds its own files, would ignore it.
 */
export function lowered(account: Account, command: string, args: string[]): Lowered {
  const { uid, gid, capability } = account;
  if (capability === undefined) return { command, args, uid, gid };
  const only = `-all,+${capability}`;
  const rights = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const sets = [`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
  return { command: 'setpriv', args: [...rights, ...sets, '--', command, ...args] };
}
