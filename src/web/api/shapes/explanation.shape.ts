import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CAUSES, METRICS } from '../../../sla/index.js';
import type { ExplainedPromise } from '../../queries/index.js';
import { sayLocal } from '../../../platform/words/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'TimerPolicy' })
export class TimerPolicyShape {
  @ApiProperty() key!: string;
  @ApiProperty({ description: 'In the language you read' }) name!: string;
  @ApiProperty({ type: 'integer', description: 'The wording that it was promised by' }) version!: number;
}

@ApiSchema({ name: 'TimerCalendar' })
export class TimerCalendarShape extends TimerPolicyShape {
  @ApiProperty({ example: 'Asia/Shanghai' }) zone!: string;
}

@ApiSchema({ name: 'TimerSlice' })
export class TimerSliceShape {
  @ApiProperty({
    enum: ['counted', 'closed', 'paused', 'over'],
    description:
      '`counted` up to the deadline, `closed` for more than a day, `paused` with its reason, `over` after the deadline',
  })
  kind!: string;
  @ApiProperty() from!: Date;
  @ApiProperty({ type: Date, nullable: true, description: 'Null while it stands still' }) to!: Date | null;
  @ApiProperty({ type: 'number', nullable: true, description: 'Counted seconds; null where none were' })
  seconds!: number | null;
  @ApiProperty({ description: 'Hours of a date of its own: a make-up day, a short eve, a holiday' })
  special!: boolean;
  @ApiProperty({ type: String, nullable: true, example: 'on_hold' }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What was written when it was put on hold' })
  note!: string | null;
}

@ApiSchema({ name: 'ExplainedTimer' })
export class ExplainedTimerShape {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: METRICS }) metric!: string;
  @ApiProperty({ description: 'Which milestone; else empty' }) key!: string;
  @ApiProperty({ description: 'Key of the department whose clock it is' }) department!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Id of the version it took over from' })
  replaces!: string | null;
  @ApiProperty({
    enum: CAUSES,
    nullable: true,
    description: 'What changed, so that it took over: a fact of the ticket or customer, a policy, a calendar',
  })
  cause!: string | null;
  @ApiProperty({ enum: ['running', 'paused', 'met', 'cancelled'] }) state!: string;
  @ApiProperty({ type: TimerPolicyShape }) policy!: TimerPolicyShape;
  @ApiProperty({ type: TimerCalendarShape, nullable: true, description: 'Null: every second counts' })
  calendar!: TimerCalendarShape | null;
  @ApiProperty({ type: 'integer' }) targetSeconds!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Counted up to now, with what an earlier version had counted',
  })
  consumedSeconds!: number;
  @ApiProperty({ type: 'integer', description: 'Counted by the versions before' }) keptSeconds!: number;
  @ApiProperty() startedAt!: Date;
  @ApiProperty({ type: Date, nullable: true, description: 'Of its first warning' }) warnAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true, description: 'Null while it is paused' }) dueAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) breachedAt!: Date | null;
  @ApiProperty({
    type: Date,
    nullable: true,
    description:
      'When the promise was first broken, also by the terms of an earlier version; reports count this',
  })
  brokenAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) endedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, example: 'on_hold' }) pausedReason!: string | null;
  @ApiProperty({ type: [TimerSliceShape] }) slices!: TimerSliceShape[];
}

export const ExplainedTimerList = listOf(ExplainedTimerShape, 'ExplainedTimerList');

export function explainedTimer(promise: ExplainedPromise, language: string): ExplainedTimerShape {
  const { id, metric, key, department, version, replaces, cause, state, policy, calendar, stretches } =
    promise;
  const { targetSeconds, consumedSeconds, keptSeconds } = promise;
  const { startedAt, warnAt, dueAt, breachedAt, brokenAt, endedAt, pausedReason } = promise;
  const named = <T extends { name: Record<string, string> }>(one: T) => ({
    ...one,
    name: sayLocal(one.name, language),
  });
  return {
    id,
    metric,
    key,
    department,
    version,
    replaces,
    cause,
    state,
    policy: named(policy),
    calendar: calendar && named(calendar),
    targetSeconds,
    consumedSeconds,
    keptSeconds,
    startedAt,
    warnAt,
    dueAt,
    breachedAt,
    brokenAt,
    endedAt,
    pausedReason,
    slices: stretches.map((stretch) => ({ ...UNSAID, ...stretch })),
  };
}

const UNSAID = { seconds: null, special: false, reason: null };
