/** A text whose words may hold signs that say nothing, such as `h.a.c.k.e.d` and `被-盗`. */
export interface Noisy {
  text: string;
  /** All its letters and digits. Of one that is said several times in a row, one stands here. */
  letters: string;
}

/**
 * How much noise is heard through. In an emergency nothing that is no letter counts. Elsewhere a blank still parts two
 * words, because `re port you` may be meant.
 */
export type Hearing = 'usual' | 'urgent';

type Reach = 'whole' | 'open';

/** A line break stands where words were taken out, which no phrase may span. */
const SIGN = String.raw`[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}\n]*`;
const SIGN_IN_WORD = String.raw`[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}\s]*`;
const SIGN_IN_SENTENCE = String.raw`[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}\n.!?;:]*`;
/** So long a phrase says the same inside a word: myaccountwasstolen. */
const LONG = 10;

const letters = new Map<string, string>();
const patterns = new Map<string, RegExp>();

export function noisy(text: string): Noisy {
  return { text, letters: lettersOf(text) };
}

/** A short Latin phrase must stand between two words, so that nothing is heard across them by chance. */
export function hears(heard: Noisy, phrase: string, hearing: Hearing): boolean {
  return mayHear(heard, phrase) && patternOf(phrase, hearing, 'whole').test(heard.text);
}

/** Whether the phrase begins in the one text and ends in the other, which was said next. */
export function hearsAcross(before: Noisy, after: Noisy, phrase: string, hearing: Hearing): boolean {
  if (!mayHear({ letters: joint(before.letters, after.letters, phrase.length) }, phrase)) return false;
  const pattern = patternOf(phrase, hearing, 'open');
  return ['', ' '].some((glue) => spans(`${before.text}${glue}${after.text}`, before.text.length, pattern));
}

export function withoutHeard(heard: Noisy, phrases: readonly string[]): Noisy {
  const there = phrases.filter((phrase) => mayHear(heard, phrase));
  if (there.length === 0) return heard;
  return noisy(
    there.reduce((text, phrase) => text.replace(patternOf(phrase, 'urgent', 'whole'), '\n'), heard.text),
  );
}

function mayHear(heard: Pick<Noisy, 'letters'>, phrase: string): boolean {
  const wanted = wantedOf(phrase);
  return wanted !== '' && heard.letters.includes(wanted);
}

/** A phrase with a digit is heard nowhere, because its noise would be part of a number. */
function wantedOf(phrase: string): string {
  const known = letters.get(phrase);
  if (known !== undefined) return known;
  const wanted = /\d/.test(phrase) ? '' : lettersOf(phrase);
  letters.set(phrase, wanted);
  return wanted;
}

/** The letters around the place where two texts meet. */
function joint(before: string, after: string, length: number): string {
  const isSame = before !== '' && before.at(-1) === after[0];
  return `${before.slice(-length)}${after.slice(isSame ? 1 : 0, length)}`;
}

function spans(text: string, border: number, pattern: RegExp): boolean {
  for (let from = 0; from < border;) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (!found || found.index >= border) return false;
    if (found.index + found[0].length > border) return true;
    from = found.index + 1;
  }
  return false;
}

/** Drops signs and says each letter once in a row. A line break stays. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}\n]+/gu, '').replace(/(\p{L})\1+/gu, '$1');
}

function patternOf(phrase: string, hearing: Hearing, reach: Reach): RegExp {
  const key = `${hearing} ${reach} ${phrase}`;
  const known = patterns.get(key);
  if (known) known.lastIndex = 0;
  const pattern = known ?? new RegExp(sourceOf(phrase, hearing, reach), 'gu');
  patterns.set(key, pattern);
  return pattern;
}

function sourceOf(phrase: string, hearing: Hearing, reach: Reach): string {
  const inWord = hearing === 'urgent' ? SIGN : SIGN_IN_WORD;
  const between = hearing === 'urgent' ? SIGN : String.raw`${SIGN_IN_SENTENCE}\s${SIGN_IN_SENTENCE}`;
  const words = phrase
    .split(/\s+/u)
    .map((word) =>
      [...word.replace(/[^\p{L}]+/gu, '').replace(/(\p{L})\1+/gu, '$1')]
        .map((letter) => `${letter}(?:${inWord}${letter})*`)
        .join(inWord),
    );
  const source = words.filter((word) => word !== '').join(between);
  const isOpen = reach === 'open' || lettersOf(phrase).length >= LONG;
  const border = !isOpen && /^[a-z]/.test(phrase) ? '(?<![a-z])' : '';
  return `${border}${first(border, phrase, inWord)}${source}${isOpen ? '' : lastOf(phrase)}`;
}

/**
 * Only the first letter of a drawn out row begins a phrase. The rest of the row belongs to it, and a text of nothing but
 * one letter would take seconds if each were a beginning.
 */
function first(border: string, phrase: string, inWord: string): string {
  const [letter] = /\p{L}/u.exec(phrase) ?? [''];
  return `(?<!${border}${letter}${inWord})`;
}

/** A blank before an s alone parts two words: custom S is no customs. */
function lastOf(phrase: string): string {
  return `${phrase.endsWith('s') ? '(?<!(?<! ) s)' : ''}${/[a-z]$/.test(phrase) ? '(?![a-z])' : ''}`;
}
