import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Clock } from '../../../../platform/clock/index.js';
import { NotFound } from '../../../../platform/http/index.js';
import { mayKeepRoster, type OnCallRoster, Rosters, turnsAhead } from '../../../../escalation/index.js';
import { type Department, Departments, type Member, Roster } from '../../../../staff/index.js';
import { type FormPage, listAt, type Refused } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { NEW_ROSTER, valuesOf } from './roster-form.js';

const TURNS = 8;
const SPARE_PLACES = 2;
const LEAST_PLACES = 4;

@Injectable()
export class RostersPage implements FormPage {
  constructor(
    private readonly rosters: Rosters,
    private readonly staff: Roster,
    private readonly departments: Departments,
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
    const reader = readerOf(request);
    const departments = await this.departments.list();
    const owners = this.owners(request, departments);
    const department = reader.isAdmin ? '' : (owners[0]?.value ?? '');
    const fresh = { ...NEW_ROSTER, zone, department, startsOn: this.today(zone) };
    const isChanged = (key: string) => refused?.act === 'roster_change' && refused.params.key === key;
    return this.workbench.render(request, 'console/settings/rosters', {
      options,
      owners,
      mayAdd: owners.length > 0,
      refused,
      fresh,
      places: placesOf(refused?.act === 'roster_add' ? listAt(refused.values, 'memberIds') : []),
      rows: rosters.map((roster) => ({
        ...roster,
        mayChange: mayKeepRoster(reader, roster.departmentId),
        department: departments.find(({ id }) => id === roster.departmentId)?.name,
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

  /** These are the departments whose rosters the reader keeps; '' stands for the company. */
  private owners(request: MemberRequest, departments: Department[]): { value: string; label: string }[] {
    const reader: Member = readerOf(request);
    const { t, local } = this.workbench.speech(request);
    const company = mayKeepRoster(reader, null) ? [{ value: '', label: t('roster.company') }] : [];
    const own = departments.filter(({ id }) => mayKeepRoster(reader, id));
    return [...company, ...own.map(({ id, name }) => ({ value: id, label: local(name) }))];
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
