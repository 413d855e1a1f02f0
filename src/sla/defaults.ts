import type { LocalizedText } from '../platform/text/index.js';
import { WORKING_DAY } from '../hours/index.js';
import type { Policy, TargetSetting } from './policy.js';
import type { Step } from './step.js';

export interface PolicyDefault extends Pick<Policy, 'conditions' | 'targets' | 'ladder'> {
  key: string;
  name: LocalizedText;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const ORDINARY: Step[] = [
  { at: { share: 0.75 }, whom: 'owner', by: ['console'] },
  { at: 'breach', whom: 'lead', by: ['console'] },
];
const EMERGENCY: Step[] = [
  {
    metrics: ['resolution'],
    at: 'start',
    whom: 'on_call',
    by: ['console', 'email'],
    acknowledgeSeconds: 180,
  },
  ...ORDINARY,
  { at: 'breach', afterSeconds: 600, whom: 'admin', by: ['console', 'email'] },
];

const P0: Terms = { response: wall(5 * MINUTE), resolution: wall(4 * HOUR), ladder: EMERGENCY };
const P1: Terms = { response: wall(30 * MINUTE), resolution: wall(24 * HOUR), ladder: ORDINARY };
const P2: Terms = { response: working(2 * HOUR), resolution: working(2 * WORKING_DAY), ladder: ORDINARY };
const P3: Terms = { response: working(4 * HOUR), resolution: working(5 * WORKING_DAY), ladder: ORDINARY };
/** The department that answers and the one that pays share the twelve hours of a refund. */
const REFUND: Terms = {
  ...P2,
  resolution: wall(12 * HOUR),
  more: [target('department', wall(4 * HOUR), 'support'), target('department', wall(8 * HOUR), 'finance')],
};
const URGENT_REFUND: Terms = {
  ...P0,
  more: [target('department', wall(HOUR), 'support'), target('department', wall(3 * HOUR), 'finance')],
};
const FREEZE = step('freeze', { 'zh-CN': '冻结账号', en: 'Account frozen' }, 24 * HOUR);
const CHECK = step('preliminary_check', { 'zh-CN': '初步核查', en: 'Preliminary check' }, 48 * HOUR);

/** The first policy that matches a ticket applies, so the order matters. */
export const POLICIES: PolicyDefault[] = [
  policy(
    'refund_p0',
    { 'zh-CN': '退款 P0', en: 'Refunds, P0' },
    { type: ['refund'], priority: ['P0'] },
    URGENT_REFUND,
  ),
  policy('refund', { 'zh-CN': '退款', en: 'Refunds' }, { type: ['refund'] }, REFUND),
  // The account must not stay open to a thief while the rest of the case goes on.
  ...emergencies('account_theft', { 'zh-CN': '账号被盗', en: 'Account theft' }, FREEZE),
  ...emergencies('funds_loss', { 'zh-CN': '资金损失', en: 'Loss of funds' }, CHECK),
  policy('p0', { 'zh-CN': 'P0 紧急', en: 'P0 emergency' }, { priority: ['P0'] }, P0),
  policy('p1', { 'zh-CN': 'P1 高', en: 'P1 high' }, { priority: ['P1'] }, P1),
  policy('p2', { 'zh-CN': 'P2 普通', en: 'P2 normal' }, { priority: ['P2'] }, P2),
  policy('p3', { 'zh-CN': 'P3 低', en: 'P3 low' }, { priority: ['P3'] }, P3),
];

type Promised = Pick<TargetSetting, 'seconds' | 'clock'>;

interface Terms {
  response: Promised;
  resolution: Promised;
  ladder: Step[];
  more?: TargetSetting[];
}

function emergencies(type: string, name: LocalizedText, milestone: TargetSetting): PolicyDefault[] {
  return Object.entries({ P0, P1 }).map(([priority, terms]) => {
    const named = { 'zh-CN': `${name['zh-CN']} ${priority}`, en: `${name.en}, ${priority}` };
    const conditions = { type: [type], priority: [priority] };
    return policy(`${type}_${priority.toLowerCase()}`, named, conditions, { ...terms, more: [milestone] });
  });
}

function policy(
  key: string,
  name: LocalizedText,
  conditions: Policy['conditions'],
  { response, resolution, ladder, more = [] }: Terms,
): PolicyDefault {
  const targets = [
    target('first_response', response),
    target('next_response', response),
    target('resolution', resolution),
    ...more,
    target('acceptance', working(HOUR)),
    target('department', working(6 * HOUR)),
  ];
  return { key, name, conditions, targets, ladder };
}

function target(metric: TargetSetting['metric'], promised: Promised, key = ''): TargetSetting {
  return { metric, key, ...promised, calendar: null, name: null };
}

function step(key: string, name: LocalizedText, seconds: number): TargetSetting {
  return { ...target('milestone', wall(seconds), key), name };
}

function wall(seconds: number): Promised {
  return { seconds, clock: 'wall' };
}

function working(seconds: number): Promised {
  return { seconds, clock: 'working' };
}
