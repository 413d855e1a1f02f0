import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Clock } from '../../../../platform/clock/index.js';
import { NotFound } from '../../../../platform/http/index.js';
import { type OnCallRoster, Rosters, turnsAhead } from '../../../../escalation/index.js';
import { Roster } from '../../../../staff/index.js';
import { type FormPage, listAt, type Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { NEW_ROSTER, valuesOf } from './roster-form.js';

const TURNS = 8;
const SPARE_PLACES = 2;
const LEAST_PLACES = 4;

@Injectable()
export class RostersPage implements FormPage {
  constructor(
    private readonly rosters: Rosters,
    private readonly staff: Roster,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  async one(key: string): Promise<OnCallRoster> {
    const found = (await this.rosters.list()).find((roster) => roster.key === key);
    if (!found) throw new NotFound('roster_not_found');
    return found;
  }

  home(): string {
    return '/settings/oncall';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const members = (await this.staff.list()).filter(({ state }) => state === 'active');
    const options = members.map(({ id, name }) => ({ value: id, label: name }));
    const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? '–';
    const rosters = await this.rosters.list();
    const { zone } = this.clock;
    const fresh = { ...NEW_ROSTER, zone, startsOn: this.today(zone) };
    const isChanged = (key: string) => refused?.act === 'roster_change' && refused.params.key === key;
    return this.workbench.render(request, 'console/settings/rosters', {
      options,
      refused,
      fresh,
      places: placesOf(refused?.act === 'roster_add' ? listAt(refused.values, 'memberIds') : []),
      rows: rosters.map((roster) => ({
        ...roster,
        names: roster.onCall.map(nameOf),
        turns: this.turns(roster, nameOf),
        absences: roster.substitutions.map((one) => ({
          ...one,
          away: nameOf(one.memberId),
          instead: nameOf(one.substituteId),
        })),
        saved: valuesOf(roster),
        places: placesOf(isChanged(roster.key) ? listAt(refused!.values, 'memberIds') : roster.memberIds),
        turnOptions: options.filter(({ value }) => roster.memberIds.includes(value)),
      })),
    });
  }

  private turns(roster: OnCallRoster, nameOf: (id: string) => string) {
    return turnsAhead(roster, this.clock.now(), TURNS).map((turn, index) => ({
      ...turn,
      name: nameOf(turn.memberId),
      now: index === 0,
      replaced: roster.substitutions
        .filter((one) => one.memberId === turn.memberId && one.startsAt < turn.to && one.endsAt > turn.from)
        .map(({ substituteId }) => nameOf(substituteId)),
    }));
  }

  private today(zone: string): string {
    return DateTime.fromJSDate(this.clock.now(), { zone }).toFormat('yyyy-MM-dd');
  }
}

function placesOf(memberIds: readonly string[]): { number: number; chosen: string }[] {
  const count = Math.max(LEAST_PLACES, memberIds.length + SPARE_PLACES);
  return Array.from({ length: count }, (_, index) => ({ number: index + 1, chosen: memberIds[index] ?? '' }));
}
