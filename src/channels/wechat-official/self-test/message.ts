import { asChecked } from '../../../conversations/index.js';
import { type Inbound } from '../../../delivery/index.js';
import type { OpenTest } from './self-test.js';

/**
 * Nobody has to answer a tester's messages: the word of the test, and then pictures and voices from the
 * person who sent it. Every other message is handled as usual.
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

/** A phone may add a capital at the beginning and a full stop at the end. */
function folded(text: string): string {
  return text.replace(/[\s.。]/g, '').toLowerCase();
}
