import { masked } from '../platform/reading/index.js';
import { type Amount, amountsIn, lossesIn } from './amounts.js';
import { plain, plainWithEmoji } from './plain.js';

/** A text as the rules read it. */
export interface Saying {
  /** What is surely said. Exclusions and whole phrases are looked for here. */
  said: string;
  /** Other ways to read it, in which signals are looked for too. */
  alsoRead: string[];
  /** The text without signs around it: 进度? and 进度。 mean the same as 进度. */
  bare: string;
  /** The text with its emoji, some of which are thanks. */
  withEmoji: string;
  /** What is asked for, and what was lost. */
  amounts: Amount[];
  /** The end of what was said just before. A word may have been broken in two there. */
  before: string;
}

/** WeChat writes its own faces in words, `[流泪]` or `/::<`. */
const FACES = /\[[\p{Script=Han}a-z!]{1,12}\]|\/:[^\s\p{Script=Han}[]{1,6}/giu;
/** A digit in the frame of a key, `1️⃣`, may be a number and may be an emoji. */
const KEYS = /[\d#*]\ufe0f?\u20e3/gu;

/** `before` is the text that was sent just before this one. */
export function sayingOf(text: string, before = ''): Saying {
  const said = normal(text);
  const faceless = text.replace(FACES, '').replace(KEYS, '');
  const others = [normal(text, ' '), normal(faceless)];
  const alsoRead = [...new Set(others)].filter((other) => other !== said);
  return {
    said,
    alsoRead,
    bare: bareOf(said),
    withEmoji: withEmoji(text),
    amounts: [plain(text), closed(plain(faceless))].flatMap(sumsIn),
    before: normal(before),
  };
}

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

export function says(saying: Saying, phrase: string): boolean {
  const { said, alsoRead } = saying;
  return (
    said.includes(phrase) || alsoRead.some((other) => other.includes(phrase)) || isBroken(saying, phrase)
  );
}

/** What is left of a text without these phrases. */
export function without(saying: Saying, phrases: readonly string[]): Saying {
  const rest = (text: string) => phrases.reduce((left, phrase) => left.replaceAll(phrase, '\n'), text);
  return { ...saying, said: rest(saying.said), alsoRead: saying.alsoRead.map(rest) };
}

/** The phrase begins in what was said before and ends here. */
function isBroken({ before, said }: Saying, phrase: string): boolean {
  if (before === '') return false;
  const most = phrase.length - 1;
  const [head, tail] = [before.slice(-most), said.slice(0, most)];
  return most > 0 && `${head}${tail}|${head} ${tail}`.includes(phrase);
}

function bareOf(said: string): string {
  return /[^\s\p{P}\p{S}](?:.*[^\s\p{P}\p{S}])?/su.exec(said)?.[0] ?? '';
}
