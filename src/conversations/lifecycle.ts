export const TALK_STATES = ['waiting', 'active', 'ended'] as const;
export type TalkState = (typeof TALK_STATES)[number];

/**
 * Says who may act. `holder` is the member who holds the conversation or, while nobody does, any member of
 * its department. `worker` holds the ticket through which the customer is answered. `customer` acts by
 * writing. `system` acts when the holder leaves or a bot has answered. An administrator counts as
 * `department` and `lead`.
 */
export type Talker = 'department' | 'holder' | 'lead' | 'worker' | 'customer' | 'system';

export interface TalkRule {
  from: readonly TalkState[];
  to?: TalkState;
  may: readonly Talker[];
  fromColleague?: true;
}

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
