import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { Limit } from '../platform/database/index.js';

/** More characters are not read, whatever is typed at the log-in. */
const LONGEST = 400;

/** The library's default algorithm is Argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each check occupies a processor, so half of them stay free for everything else. */
const checks = new Limit(Math.max(1, Math.floor(availableParallelism() / 2)));

/** Belongs to no password. A check against it takes as long as a check against a real hash. */
const DECOY = hash('', COST);

/** Whether the password may be used at all is said by `PasswordRules`. */
export async function hashPassword(password: string): Promise<string> {
  return checks.run(() => hash(normal(password), COST));
}

/** Takes the same time whether or not the account exists. */
export async function isPassword(typed: string, kept: string | undefined): Promise<boolean> {
  const against = kept ?? (await DECOY);
  const matches = await checks.run(() => verify(against, normal(typed.slice(0, LONGEST))));
  return matches && kept !== undefined;
}

/** A password stays the same however a keyboard composes its characters. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
