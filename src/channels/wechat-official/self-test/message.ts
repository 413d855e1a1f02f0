import { asChecked } from '../../../conversations/index.js';
import { type Inbound } from '../../../delivery/index.js';
import type { OpenTest } from './self-test.js';

/**
 * What a tester sends is no customer's message: nobody is to answer it. It is the word of the test, from anybody, and
 * then one picture and one voice of whoever sent the word; all else is as usual.
 */
export function asTest(test: OpenTest | null, inbound: Inbound): Inbound {
  return test && wanted(test, inbound) ? asChecked(inbound, test.id) : inbound;
}

function wanted({ word, externalId, wants }: OpenTest, inbound: Inbound): boolean {
  const { fact } = inbound;
  if (fact.type !== 'message') return false;
  if (fact.kind === 'text') return wants.includes('text_in') && folded(fact.text) === folded(word);
  if (externalId !== inbound.externalId) return false;
  return (fact.kind === 'image' || fact.kind === 'voice') && wants.includes(`${fact.kind}_in`);
}

/** A phone may begin with a capital and end with a full stop. */
function folded(text: string): string {
  return text.replace(/[\s.。]/g, '').toLowerCase();
}
