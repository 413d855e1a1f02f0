import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Somebody who guesses the likely passwords first must need at least so many guesses. */
const LEAST_GUESSES = 1_000_000;
/** Whoever is known by a longer beginning needs no estimate. It would take long, too. */
const READ = 64;

/** So many readings of `P@ssw0rd` are tried. The default of 100 takes seconds for some passwords. */
const SUBSTITUTIONS = 20;

export type Weakness = 'common_password' | 'own_words';

let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * Says why the password is easily guessed: people use it often, it is a plain pattern, or it is made of the person's
 * `own` words. Undefined means that it is not.
 */
export async function weaknessOf(password: string, own: string[]): Promise<Weakness | undefined> {
  estimator ??= load();
  const known = await estimator;
  const begins = [...password].slice(0, READ).join('');
  if (known.check(begins, own).guesses >= LEAST_GUESSES) return undefined;
  return known.check(begins).guesses >= LEAST_GUESSES ? 'own_words' : 'common_password';
}

/** The list of common passwords takes some megabytes, so it is loaded when the first password is chosen. */
async function load(): Promise<ZxcvbnFactory> {
  const [core, common] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  const { qwerty, keypad } = common.adjacencyGraphs;
  return new core.ZxcvbnFactory({
    dictionary: { passwords: common.dictionary['passwords-common'] },
    graphs: { qwerty, keypad },
    l33tMaxSubstitutions: SUBSTITUTIONS,
  });
}
