import { describe, expect, it } from 'vitest';
import {
  Conversation,
  mayTalk,
  TALK_ACTS,
  TALK_STATES,
  type TalkAct,
  talkActsOpenTo,
  type TalkMove,
} from '../../src/conversations/index.js';
import { Member, type RoleKey } from '../../src/staff/index.js';

const MOVES = (Object.keys(TALK_ACTS) as TalkAct[]).filter((act): act is TalkMove => 'to' in TALK_ACTS[act]);
const every = MOVES.flatMap((move) => TALK_STATES.map((state) => [move, state] as const));

const person = (id: string, role: RoleKey, department = '1') =>
  new Member({
    ...{ id, role, name: id, alias: id, email: `${id}@example.com`, language: 'en', staffNumber: id },
    ...{
      state: 'active',
      departmentIds: [department],
      departmentKeys: [department === '2' ? 'finance' : 'support'],
    },
  });
const agent = person('10', 'agent');
const lead = person('11', 'lead');
const stranger = person('12', 'finance_lead', '2');
const admin = person('13', 'admin', '3');

describe('The lifecycle of a conversation', () => {
  it.each(every)(
    'the move %s of a conversation that is %s is allowed or refused as the table says',
    (move, state) => {
      const talk = Object.assign(new Conversation(), { state });
      const { from, to } = TALK_ACTS[move];
      if ((from as readonly string[]).includes(state)) {
        talk.move(move);
        expect(talk.state).toBe(to);
      } else {
        const code = state === 'ended' ? 'conversation_ended' : 'already_claimed';
        expect(() => talk.move(move)).toThrow(expect.objectContaining({ code }) as Error);
        expect(talk.state).toBe(state);
      }
    },
  );

  it('each person may do what the table says to a free, a held and an ended conversation', () => {
    const free = { state: 'waiting', departmentId: '1', assigneeId: null } as const;
    const held = { state: 'active', departmentId: '1', assigneeId: '9' } as const;
    const open = (member: Member, talk: typeof free | typeof held) => [...talkActsOpenTo(member, talk)];
    expect(open(agent, free)).toEqual(['claim', 'end', 'reply', 'make_ticket']);
    expect(open(agent, held)).toEqual(['make_ticket']);
    for (const member of [lead, admin])
      expect(open(member, held)).toEqual(['take_over', 'release', 'end', 'make_ticket']);
    for (const talk of [free, held]) expect(open(stranger, talk)).toEqual([]);
    const ended = { state: 'ended', departmentId: '1', assigneeId: '9' } as const;
    expect([...talkActsOpenTo(lead, ended)]).toEqual(['make_ticket']);
  });

  it('the holder of a ticket may take over its conversation, whatever the department', () => {
    const held = { state: 'active', departmentId: '1', assigneeId: '9' } as const;
    expect(mayTalk(stranger, 'take_over', { ...held, workerId: stranger.id })).toBeNull();
    expect(mayTalk(stranger, 'take_over', { ...held, workerId: '9' })).toBe('already_claimed');
  });
});
