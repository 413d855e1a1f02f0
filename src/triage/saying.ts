import { inLatin, keptLately, masked } from '../platform/reading/index.js';
import { type Amount, amountsIn, lossesIn } from './amounts.js';
import { hears, hearsAcross, type Hearing, type Noisy, noisy, withoutHeard } from './noisy.js';
import { plain, plainWithEmoji } from './plain.js';

/** A text as the rules read it. */
export interface Saying {
  /** What is surely said. Exclusions and whole phrases are looked for here. */
  said: string;
  /** Other ways to read it, in which signals are looked for too. */
  alsoRead: string[];
  /** The text as it may be meant if there is noise in its words, and what was said before, read in the same ways. */
  noisy: { now: Noisy; before: Noisy }[];
  /** The text without signs around it: 进度? and 进度。 mean the same as 进度. */
  bare: string;
  /** The text with its emoji, some of which are thanks. */
  withEmoji: string;
  /** What is asked for, and what was lost. Few rules want to know. */
  amounts: () => Amount[];
  /** The end of what was said just before. A word may have been broken in two there. */
  before: string;
}

/** WeChat writes its own faces in words, `[流泪]` or `/::<`. */
const FACES = /[[［][\p{Script=Han}a-z!]{1,12}[\]］]|\/:[^\s\p{Script=Han}[]{1,6}/giu;
/** A digit in the frame of a key, `1️⃣`, may be a number and may be an emoji. */
const KEYS = /[\d０-９#*＃＊]\ufe0f?\u20e3/gu;

const KEPT = 300;

/** `before` is the text that was sent just before this one. */
export function sayingOf(text: string, before = ''): Saying {
  const alone = aloneOf(text);
  if (before === '') return alone;
  return { ...alone, noisy: noisyAfter(before, text), before: normal(before) };
}

const aloneOf = keptLately((text): Saying => {
  const said = normal(text);
  const faceless = withoutFaces(text);
  const others = [normal(text, ' '), normal(faceless)];
  return {
    said,
    alsoRead: [...new Set(others)].filter((other) => other !== said),
    noisy: noisyAfter('', text),
    bare: bareOf(said),
    withEmoji: withEmoji(text),
    amounts: () => amountsOf(text),
    before: '',
  };
}, KEPT);

const amountsOf = keptLately(
  (text) => [plain(text), closed(plain(withoutFaces(text)))].flatMap(sumsIn),
  KEPT,
);

/** Most texts have no faces, and are read once. */
function noisyAfter(before: string, text: string): Saying['noisy'] {
  const [faceless, facelessBefore] = [withoutFaces(text), withoutFaces(before)];
  const now = { now: latin(text), before: latin(before) };
  if (faceless === text && facelessBefore === before) return [now];
  return [now, { now: latin(faceless), before: latin(facelessBefore) }];
}

function withoutFaces(text: string): string {
  return text.replace(FACES, '').replace(KEYS, '');
}

const latin = keptLately((text): Noisy => noisy(normal(inLatin(plain(text, ' ')))), KEPT);

function sumsIn(text: string): Amount[] {
  const shown = masked(text);
  return [...amountsIn(shown), ...lossesIn(shown)];
}

/** Blanks between Han characters say nothing: 五 千元. */
function closed(text: string): string {
  return text.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}

/** Upper and lower case are the same, 登陆 is the usual misspelling of 登录, and blanks and signs between Han characters are ignored. */
export function normal(text: string, between = ''): string {
  return plain(text, between)
    .toLowerCase()
    .replace(/登陆/g, '登录')
    .replace(/(?<=\p{Script=Han})[\s\p{P}\p{S}]+(?=\p{Script=Han})/gu, '');
}

export function withEmoji(text: string): string {
  return plainWithEmoji(text).toLowerCase();
}

export function says(saying: Saying, phrase: string, hearing: Hearing): boolean {
  const { said, alsoRead } = saying;
  return (
    holds(said, phrase) ||
    alsoRead.some((other) => holds(other, phrase)) ||
    isBroken(saying, phrase) ||
    saying.noisy.some(({ now }) => hears(now, phrase, hearing)) ||
    isBrokenWithNoise(saying, phrase, hearing)
  );
}

/** A phrase that begins or ends with a digit is no part of a longer number: there is no error 0x in 10x20. */
function holds(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1))
    if (!meet(text[at - 1], phrase[0]) && !meet(phrase.at(-1), text[at + phrase.length])) return true;
  return false;
}

function meet(one = '', other = ''): boolean {
  return /\d/.test(one) && /\d/.test(other);
}

/** What is left of a text without these phrases. */
export function without(saying: Saying, phrases: readonly string[]): Saying {
  const rest = (text: string) => phrases.reduce((left, phrase) => left.replaceAll(phrase, '\n'), text);
  const heard = saying.noisy.map(({ now, before }) => ({ now: withoutHeard(now, phrases), before }));
  return { ...saying, said: rest(saying.said), alsoRead: saying.alsoRead.map(rest), noisy: heard };
}

/** The phrase begins in what was said before and ends here. */
function isBroken({ before, said }: Saying, phrase: string): boolean {
  if (before === '') return false;
  const most = phrase.length - 1;
  const [head, tail] = [before.slice(-most), said.slice(0, most)];
  return most > 0 && `${head}${tail}|${head} ${tail}`.includes(phrase);
}

function isBrokenWithNoise({ before, noisy: readings }: Saying, phrase: string, hearing: Hearing): boolean {
  return (
    before !== '' && readings.some((reading) => hearsAcross(reading.before, reading.now, phrase, hearing))
  );
}

function bareOf(said: string): string {
  return /[^\s\p{P}\p{S}](?:.*[^\s\p{P}\p{S}])?/su.exec(said)?.[0] ?? '';
}
