import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { match, ready } from '../../src/triage/match.js';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);
const among = (text: string, opens: boolean) =>
  match(
    RULES.filter(({ intent }) => (intent === 'open_ticket') === opens),
    text,
  );
/** What a customer wants by these words that is no work, by the rules of a new installation. */
export const wish = (text: string) => among(text, false)?.intent ?? null;
/** The type of ticket that these words open. */
export const work = (text: string) => among(text, true)?.type ?? null;
