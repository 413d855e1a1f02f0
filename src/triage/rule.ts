/** A rule as data: what must and must not be in a text, and what follows. The first that fits, by position, wins. */
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

/** `open_ticket` makes work, `progress` asks how it stands, `person` asks for somebody to talk to, `escalation` for somebody above. */
export type Intent = 'open_ticket' | 'progress' | 'person' | 'escalation';

export type Localized = Record<string, string>;

/** All signals must be there, none of the exclusions, and the text may have to be nothing but one of `exactly`. */
export interface Conditions {
  signals?: Signal[];
  exclude?: string[];
  exactly?: string[];
  /** Smallest amount of money per currency that the text must name. */
  amountFrom?: Record<string, number>;
}

/** One fact, told by any of its phrases. `name` says it to people, in the reason. */
export interface Signal {
  name: Localized;
  any: string[];
}

/** What was understood of a text. `reason` names the signals, for people. */
export interface Verdict {
  intent: Intent;
  type: string | null;
  priority: string | null;
  department: string | null;
  reason: Localized;
  rule: { key: string; version: number };
}
