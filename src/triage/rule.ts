/** The first rule that fits, by position, wins. */
export interface Rule {
  key: string;
  version: number;
  intent: Intent;
  type: string | null;
  priority: string | null;
  department: string | null;
  conditions: Conditions;
  reason: Localized;
}

/**
 * `open_ticket` creates work, `progress` asks for the current state, `person` asks to talk to somebody,
 * `escalation` asks for a superior, `thanks` wants nothing, `again` says that what was solved is not, and `greeting`
 * says nothing yet.
 */
export type Intent = 'open_ticket' | 'progress' | 'person' | 'escalation' | 'thanks' | 'again' | 'greeting';

export type Localized = Record<string, string>;

/**
 * Every signal must occur and no exclusion. With `exactly` the whole text must be one of these phrases, and with `only`
 * it must be made of nothing but these phrases, in any order, and of those `beside`, which are not enough alone. A
 * question has a question mark, and is made of such phrases only with `mayAsk`.
 */
export interface Conditions {
  signals?: Signal[];
  exclude?: string[];
  exactly?: string[];
  only?: string[];
  beside?: string[];
  mayAsk?: boolean;
  /** The text must name at least this amount in one of the currencies. */
  amountFrom?: Record<string, number>;
}

/**
 * Any of these phrases counts as the signal. What stands in `but` is not heard, and the rest of the text is. People read
 * `name` in the reason.
 */
export interface Signal {
  name: Localized;
  any: string[];
  but?: string[];
}

export interface Verdict {
  intent: Intent;
  type: string | null;
  priority: string | null;
  department: string | null;
  reason: Localized;
  rule: { key: string; version: number };
}
