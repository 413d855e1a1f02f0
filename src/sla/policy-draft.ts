import type { Fault } from '../platform/http/index.js';
import { PRIORITIES } from '../tickets/index.js';
import { isBlank, KEY, type LocalizedText } from '../platform/text/index.js';
import { METRICS } from './metrics.js';
import { CONDITIONS, type Policy, type TargetSetting } from './policy.js';
import { isThreshold, MOST_SECONDS, type PolicyWords } from './policy-faults.js';
import { stepFaults } from './step-faults.js';

export interface PolicyDraft extends Pick<
  Policy,
  'key' | 'conditions' | 'pausing' | 'warnings' | 'ladder' | 'targets'
> {
  name: LocalizedText;
}

/**
 * `field` is a path such as `conditions.type`, `targets.milestone.freeze`, `warnings.share` or
 * `ladder.0.robot`.
 */
export interface PolicyProblem {
  field: string;
  fault: Fault;
}

export const TIERS = ['standard', 'member', 'vip'] as const;
export const FIXED_WORDS = { priority: PRIORITIES, tier: TIERS, region: null } as const;
const CAN_PAUSE: readonly string[] = ['waiting_on_customer', 'on_hold'];

export function policyProblems(draft: PolicyDraft, words: PolicyWords): PolicyProblem[] {
  const heads: [boolean, PolicyProblem][] = [
    [!KEY.test(draft.key), { field: 'key', fault: 'bad_key' }],
    [isBlank(draft.name), { field: 'name', fault: 'required' }],
    [draft.targets.length === 0, { field: 'targets', fault: 'no_target' }],
    [
      draft.pausing.some((status) => !CAN_PAUSE.includes(status)),
      { field: 'pausing', fault: 'cannot_pause' },
    ],
  ];
  return [
    ...heads.filter(([wrong]) => wrong).map(([, problem]) => problem),
    ...conditionProblems(draft, words),
    ...targetProblems(draft, words),
    ...draft.warnings.flatMap((warning): PolicyProblem[] =>
      isThreshold(warning) ? [] : [{ field: `warnings.${Object.keys(warning)[0]}`, fault: 'bad_threshold' }],
    ),
    ...draft.ladder.flatMap((step, index) =>
      stepFaults(step, words).map(([part, fault]) => ({ field: `ladder.${index}.${part}`, fault })),
    ),
  ];
}

function nameOfTarget({ metric, key }: Pick<TargetSetting, 'metric' | 'key'>): string {
  return key === '' ? metric : `${metric}.${key}`;
}

function conditionProblems({ conditions }: PolicyDraft, words: PolicyWords): PolicyProblem[] {
  return Object.entries(conditions).flatMap(([condition, values]): PolicyProblem[] => {
    const known = CONDITIONS.find((each) => each === condition);
    const allowed = known && words[known];
    const fits = known && values.every((value) => allowed?.includes(value) ?? value.trim() !== '');
    return fits ? [] : [{ field: `conditions.${condition}`, fault: 'unknown' }];
  });
}

function targetProblems({ targets }: PolicyDraft, words: PolicyWords): PolicyProblem[] {
  const names = targets.map(nameOfTarget);
  const problems = targets.flatMap((target, index) => {
    const twice = names.indexOf(nameOfTarget(target)) < index;
    const field = `targets.${nameOfTarget(target)}`;
    const faults = [...targetFaults(target, words), ...(twice ? (['twice'] as const) : [])];
    const hasCalendar = target.calendar === null || words.calendar.includes(target.calendar);
    return [
      ...faults.map((fault): PolicyProblem => ({ field, fault })),
      ...(hasCalendar ? [] : [{ field: `${field}.calendar`, fault: 'unknown' as const }]),
    ];
  });
  return exceeds(targets)
    ? [...problems, { field: 'targets.department', fault: 'shares_exceed_whole' }]
    : problems;
}

function targetFaults({ metric, key, seconds, clock }: TargetSetting, words: PolicyWords): Fault[] {
  const checks: [boolean, Fault][] = [
    [!METRICS.includes(metric), 'unknown'],
    [!Number.isInteger(seconds) || seconds <= 0 || seconds > MOST_SECONDS, 'bad_seconds'],
    [clock !== 'wall' && clock !== 'working', 'unknown'],
    [metric === 'milestone' && !KEY.test(key), 'required'],
    [metric === 'department' && key !== '' && !words.department?.includes(key), 'unknown'],
    [metric !== 'department' && metric !== 'milestone' && key !== '', 'unknown'],
  ];
  return checks.filter(([wrong]) => wrong).map(([, fault]) => fault);
}

/**
 * The shares of the departments may not add up to more than the whole. Only shares that count by the same
 * clock (wall or working) are added up.
 */
function exceeds(targets: readonly TargetSetting[]): boolean {
  const whole = targets.find(({ metric }) => metric === 'resolution');
  const shares = targets.filter(({ metric, key }) => metric === 'department' && key !== '');
  const alike = shares.filter(({ clock }) => clock === whole?.clock);
  return whole !== undefined && alike.reduce((sum, { seconds }) => sum + seconds, 0) > whole.seconds;
}
