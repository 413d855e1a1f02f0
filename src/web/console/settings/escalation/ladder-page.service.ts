import { Injectable } from '@nestjs/common';
import { AUDIENCES, Robots } from '../../../../sla/index.js';
import { DeskQueries } from '../../desk.queries.js';
import type { Speech } from '../../../view/index.js';
import { EXAMPLE_KEYS } from './ladder-examples.js';
import { ACTIONS, ladderRows, type LadderValues, metricChoices, WHEN } from './ladder-form.js';

/** The model of the partial `console/settings/_ladder`, which is a part of the form of a policy. */
@Injectable()
export class LadderPart {
  constructor(
    private readonly robots: Robots,
    private readonly desk: DeskQueries,
  ) {}

  async of(values: LadderValues, faults: Record<string, unknown>, speech: Speech) {
    const { t, local } = speech;
    const { departments } = await this.desk.choices();
    const options = (group: string, keys: readonly string[]) =>
      keys.map((value) => ({ value, label: t(`ladder.${group}.${value}`) }));
    return {
      rows: ladderRows(values, faults),
      examples: EXAMPLE_KEYS,
      when: options('when', WHEN),
      audiences: options('whom', AUDIENCES),
      actions: options('action', ACTIONS),
      metrics: metricChoices(values).map((value) => ({
        value,
        label: value
          .split(',')
          .map((metric) => t(`metric.${metric}`))
          .join(' + '),
      })),
      robots: (await this.robots.list()).map(({ key, name }) => ({ value: key, label: local(name) })),
      departments: departments.map(({ key, name }) => ({ value: key, label: local(name) })),
    };
  }
}
