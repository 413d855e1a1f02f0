/**
 * A rule as data: what a text must and must not contain, and what follows. The first rule that fits, by position, wins.
 */
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
 * `open_ticket` creates work, `progress` asks for the current state, `person` asks to talk to somebody, and
 * `escalation` asks for a superior.
 */
export type Intent = 'open_ticket' | 'progress' | 'person' | 'escalation';

export type Localized = Record<string, string>;

/** Every signal and no exclusion must occur. With `exactly` the whole text must be one of these phrases. */
export interface Conditions {
  signals?: Signal[];
  exclude?: string[];
  exactly?: string[];
  /** The smallest amount per currency that the text must name. */
  amountFrom?: Record<string, number>;
}

/** A fact that any of these phrases reveals. `name` describes it to people in the reason. */
export interface Signal {
  name: Localized;
  any: string[];
}

/** The result for a text. `reason` names the signals for people. */
export interface Verdict {
  intent: Intent;
  type: string | null;
  priority: string | null;
  department: string | null;
  reason: Localized;
  rule: { key: string; version: number };
}
