export const TALK_STATES = ['waiting', 'active', 'ended'] as const;
export type TalkState = (typeof TALK_STATES)[number];

/**
 * Says who may act. `department` is any member of the conversation's department. `holder` is whoever holds the
 * conversation, or the whole department while nobody does. `lead` leads its department. `worker` holds the ticket
 * through which the customer is answered. `customer` acts by writing. `system` acts when its holder leaves or
 * when a bot has answered everything. An administrator counts as `department` and `lead`.
 */
export type Talker = 'department' | 'holder' | 'lead' | 'worker' | 'customer' | 'system';

export interface TalkRule {
  from: readonly TalkState[];
  to?: TalkState;
  may: readonly Talker[];
  /** A member cannot take over a conversation from themselves. */
  fromColleague?: true;
}

/**
 * Every act on a conversation, with the states it starts from, the state it leads to and who may do it. Anything else
 * is refused.
 */
export const TALK_ACTS = {
  claim: { from: ['waiting'], to: 'active', may: ['holder'] },
  take_over: { from: ['active'], to: 'active', may: ['lead', 'worker'], fromColleague: true },
  release: { from: ['active'], to: 'waiting', may: ['holder', 'lead'] },
  leave_behind: { from: ['active'], to: 'waiting', may: ['system'] },
  end: { from: ['waiting', 'active'], to: 'ended', may: ['holder', 'lead'] },
  answered: { from: ['waiting'], to: 'ended', may: ['system'] },
  reply: { from: ['waiting', 'active'], may: ['holder'] },
  type: { from: ['active'], may: ['holder'] },
  make_ticket: { from: TALK_STATES, may: ['department', 'holder'] },
} as const satisfies Record<string, TalkRule>;

export type TalkAct = keyof typeof TALK_ACTS;
export const ALL_TALK_ACTS = Object.keys(TALK_ACTS) as TalkAct[];

export type TalkMove = {
  [A in TalkAct]: (typeof TALK_ACTS)[A] extends { to: TalkState } ? A : never;
}[TalkAct];

export function talkRuleOf(act: TalkAct): TalkRule {
  return TALK_ACTS[act];
}
