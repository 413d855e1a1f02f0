import { Injectable } from '@nestjs/common';
import { CalendarPlans, ordinaryDaySeconds } from '../../../../hours/index.js';
import { DeskQueries } from '../../desk.queries.js';
import type { Speech } from '../../../view/index.js';
import { PromiseBenchQueries } from './promise-bench.queries.js';
import { type Naming, type Vocabulary, vocabularyOf } from './promise-words.js';

export interface PromiseTerms extends Naming {
  vocabulary: Vocabulary;
  departments: { key: string; name: unknown }[];
  calendars: { value: string; label: string }[];
}

const HOUR = 3600;
/** Departments that were given no other calendar work by this one. */
const ORDINARY = 'office';

@Injectable()
export class PromiseWords {
  constructor(
    private readonly desk: DeskQueries,
    private readonly calendars: CalendarPlans,
    private readonly queries: PromiseBenchQueries,
  ) {}

  async of(speech: Speech): Promise<PromiseTerms> {
    const [choices, plans, channels] = await Promise.all([
      this.desk.choices(),
      this.calendars.list(),
      this.queries.channels(),
    ]);
    const lengths = new Map(plans.map(({ key, resolved }) => [key, ordinaryDaySeconds(resolved)]));
    const named = new Map(
      [...choices.departments, ...plans].map(({ key, name }) => [key, speech.local(name)]),
    );
    return {
      vocabulary: vocabularyOf(choices, channels, speech),
      departments: choices.departments,
      calendars: plans.map(({ key, name }) => ({ value: key, label: speech.local(name) })),
      dayOf: (calendar) => lengths.get(calendar ?? ORDINARY) ?? 8 * HOUR,
      names: (key) => (key === '' ? '' : (named.get(key) ?? key)),
    };
  }
}
