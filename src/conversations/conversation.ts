import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Subject } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { TALK_ACTS, type TalkMove, talkRuleOf, type TalkState } from './lifecycle.js';
import type { TalkFacts } from './may.js';

@Entity('conversation')
export class Conversation implements TalkFacts {
  @PrimaryColumn({ type: 'bigint' }) id!: string;
  @Column({ type: 'bigint' }) identityId!: string;
  @Column({ type: 'bigint' }) departmentId!: string;
  @Column({ type: 'text' }) state!: TalkState;
  @Column({ type: 'bigint', nullable: true }) assigneeId!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) claimedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) unansweredSince!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) endedAt!: Date | null;
  @Column({ type: 'int' }) version!: number;

  move(move: TalkMove): void {
    if (!talkRuleOf(move).from.includes(this.state)) {
      const code = this.state === 'ended' ? 'conversation_ended' : 'already_claimed';
      throw new Conflict(code);
    }
    this.state = TALK_ACTS[move].to;
  }

  get subjectRef(): Subject {
    return { type: 'conversation', id: this.id };
  }
}
