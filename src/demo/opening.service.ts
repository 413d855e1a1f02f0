import { Injectable } from '@nestjs/common';
import { CalendarPlans, type Week, type Window } from '../hours/index.js';
import { Rosters } from '../escalation/index.js';
import { type Department, Departments, type Member, Members, Roster } from '../staff/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { DEPARTMENTS, PASSWORD, STAFF, type StaffKey } from './cast.js';
import type { Staff } from './playing.service.js';

const LATE: Window[] = [['09:00', '22:00']];
const SUPPORT_HOURS: Week = { mon: LATE, tue: LATE, wed: LATE, thu: LATE, fri: LATE, sat: LATE, sun: LATE };

@Injectable()
export class Opening {
  constructor(
    private readonly departments: Departments,
    private readonly members: Members,
    private readonly roster: Roster,
    private readonly hours: CalendarPlans,
    private readonly rosters: Rosters,
  ) {}

  async open(): Promise<Staff> {
    const departments = await this.openDepartments();
    await this.setHours();
    const there = await this.roster.list();
    const staff: Partial<Staff> = {};
    for (const key of Object.keys(STAFF) as StaffKey[]) {
      const known = there.find((member) => member.email === STAFF[key].email);
      staff[key] = known ?? (await this.hire(key, departments));
    }
    await this.putOnCall(staff as Staff);
    return staff as Staff;
  }

  private async openDepartments(): Promise<Department[]> {
    const there = await this.departments.list();
    const opened: Department[] = [];
    for (const [key, name] of Object.entries(DEPARTMENTS)) {
      const known = there.find((department) => department.key === key);
      if (known) await this.departments.rename(known.id, name, SYSTEM);
      opened.push(known ?? (await this.departments.create(key, name, SYSTEM)));
    }
    return opened;
  }

  private async setHours(): Promise<void> {
    const name = { 'zh-CN': '客服时间 9:00–22:00', en: 'Service hours 9:00–22:00' };
    const late = { key: 'late', name, zone: 'Asia/Shanghai', week: SUPPORT_HOURS };
    await this.hours.save(late);
    await this.hours.give('support', 'late');
    await this.hours.give('presales', 'late');
  }

  /** Those who can freeze an account take weekly turns. */
  private async putOnCall({ liuyang, zhaolei, lina }: Staff): Promise<void> {
    if ((await this.rosters.list()).length > 0) return;
    const nights = {
      key: 'nights',
      name: { 'zh-CN': '紧急值班', en: 'Emergencies' },
      region: null,
      zone: 'Asia/Shanghai',
      startsOn: '2026-01-05',
      handover: '09:00',
      days: 7,
      memberIds: [liuyang.id, zhaolei.id, lina.id],
    };
    await this.rosters.save(nights, SYSTEM);
  }

  private hire(key: StaffKey, departments: Department[]): Promise<Member> {
    const { departments: keys, ...facts } = STAFF[key];
    const departmentIds = departments
      .filter((one) => (keys as string[]).includes(one.key))
      .map((one) => one.id);
    return this.members.create({ ...facts, departmentIds, password: PASSWORD, demonstration: true }, SYSTEM);
  }
}
