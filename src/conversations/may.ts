import type { Member } from '../staff/index.js';
import { ALL_TALK_ACTS, type TalkAct, type Talker, talkRuleOf, type TalkState } from './lifecycle.js';

export interface TalkFacts {
  state: TalkState;
  departmentId: string;
  assigneeId: string | null;
  workerId?: string | null;
}

export type TalkRefusal =
  'conversation_ended' | 'already_claimed' | 'conversation_free' | 'conversation_not_found';

/** Null means that the member may act. Services and buttons ask this same function. */
export function mayTalk(member: Member, act: TalkAct, talk: TalkFacts): TalkRefusal | null {
  const { from, may, fromColleague } = talkRuleOf(act);
  if (talk.state === 'ended' && !from.includes('ended')) return 'conversation_ended';
  if (!may.some((talker) => IS[talker](member, talk))) return refused(member, talk);
  if (fromColleague && talk.assigneeId === member.id) return 'already_claimed';
  if (from.includes(talk.state)) return null;
  return talk.state === 'waiting' ? 'conversation_free' : 'already_claimed';
}

export function talkActsOpenTo(member: Member, talk: TalkFacts): Set<TalkAct> {
  return new Set(ALL_TALK_ACTS.filter((act) => mayTalk(member, act, talk) === null));
}

const IS: Record<Talker, (member: Member, talk: TalkFacts) => boolean> = {
  department: belongs,
  holder: (member, talk) => talk.assigneeId === member.id || (isFree(talk) && belongs(member, talk)),
  lead: (member, { departmentId }) => member.isAdmin || member.leads(departmentId),
  worker: (member, { workerId }) => workerId === member.id,
  customer: () => false,
  system: () => false,
};

function belongs(member: Member, { departmentId }: TalkFacts): boolean {
  return member.isAdmin || member.belongsTo(departmentId);
}

function isFree({ state, assigneeId }: TalkFacts): boolean {
  return state === 'waiting' && assigneeId === null;
}

/** A member of another department must not learn that the conversation exists. */
function refused(member: Member, talk: TalkFacts): TalkRefusal {
  if (isFree(talk) && belongs(member, talk)) return 'conversation_free';
  return talk.assigneeId === null ? 'conversation_not_found' : 'already_claimed';
}
