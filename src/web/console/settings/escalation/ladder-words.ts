import type { Step } from '../../../../sla/index.js';
import type { Speech } from '../../../view/index.js';

export interface StepLine {
  when: string;
  tells: string;
  more: string[];
}

export function stepLines(ladder: readonly Step[], speech: Speech): StepLine[] {
  return ladder.map((step) => lineOf(step, speech));
}

function lineOf(step: Step, { t, span }: Speech): StepLine {
  const { whom, by, acknowledgeSeconds, action, afterSeconds, metrics } = step;
  const comma = t('escalation.comma');
  const later = afterSeconds ? t('ladder.later', { span: span(afterSeconds) }) : '';
  const which = metrics?.length ? ` (${metrics.map((metric) => t(`metric.${metric}`)).join(comma)})` : '';
  const means = by.map((one) => t(`escalation.means.${one}`)).join(comma);
  return {
    when: `${whenOf(step, { t, span } as Speech)}${later}${which}`,
    tells: t('ladder.tells', { whom: t(`ladder.whom.${whom}`), means }),
    more: [
      ...(acknowledgeSeconds ? [t('ladder.until_answered', { span: span(acknowledgeSeconds) })] : []),
      ...(action
        ? [t(`ladder.action.${action.do === 'reassign' ? `reassign_${action.to}` : action.do}`)]
        : []),
    ],
  };
}

function whenOf({ at }: Step, { t, span }: Speech): string {
  if (typeof at === 'string') return t(`ladder.when.${at}`);
  return 'share' in at
    ? t('ladder.at_share', { percent: +(at.share * 100).toFixed(2) })
    : t('ladder.at_left', { span: span(at.leftSeconds) });
}
