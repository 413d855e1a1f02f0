import { NotFound } from '../platform/http/index.js';
import { legibleWithEmoji, readable } from '../platform/reading/index.js';

export function numberOf(ticket: { number: string }): string {
  return `T${ticket.number}`;
}

/** Reads `T100001`, `t100001` and `100001` as the same number. Throws `NotFound` for anything else. */
export function parseNumber(text: string): string {
  const digits = /^\s*t?(\d{1,15})\s*$/i.exec(readable(text))?.[1];
  if (!digits) throw new NotFound('ticket_not_found');
  return digits;
}

/** `certain` is true if the text says that it is a ticket. Otherwise it may be any number. */
export interface NumberNamed {
  number: string;
  certain: boolean;
}

const MOST_NAMED = 5;
const WITH_LETTER = /(?<![a-z0-9])t[\s#:.-]{0,3}(\d{6,9})(?!\d)/gi;
const AFTER_WORD =
  /(?:工单|案件|ticket|case)\s?(?:号|编号|number|no\.?)?\s?[:#是为]{0,2}\s?(\d{6,9})(?!\d)/gi;
const BARE = /(?<![\w.¥$€£])(\d{6,9})(?![\w.]| ?[元块万])/g;

/** Returns the numbers of tickets that a text may name, whatever the spelling: `T100010`, `t 100010`, `工单100010`. */
export function numbersIn(text: string): NumberNamed[] {
  const said = readable(text.slice(0, 2000));
  const certain = [...said.matchAll(WITH_LETTER), ...said.matchAll(AFTER_WORD)].map(
    ([, number = '']) => number,
  );
  const bare = [...said.matchAll(BARE)].map(([, number = '']) => number);
  return [...new Set([...certain, ...bare])]
    .slice(0, MOST_NAMED)
    .map((number) => ({ number, certain: certain.includes(number) }));
}

/** What a text says beside the numbers of these tickets, each `T100010`. Other numbers stay. */
export function withoutTickets(text: string, tickets: string[]): string {
  const taken = (whole: string, number: string) => (tickets.includes(`T${number}`) ? ' ' : whole);
  return legibleWithEmoji(text.slice(0, 2000)).replace(WITH_LETTER, taken).replace(BARE, taken);
}

/** Tells whether the text says a number of a ticket and nothing else, such as `T100010` or `工单100010？`. */
export function isNumberAlone(text: string): boolean {
  const said = readable(text.slice(0, 200));
  return /^[\s\p{P}]*(?:我的)?(?:工单|案件|ticket|case)?\s?(?:号|编号|number|no\.?)?[\s\p{P}]*t?[\s\p{P}]*\d{6,9}[\s\p{P}]*$/iu.test(
    said,
  );
}
