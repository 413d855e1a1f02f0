import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../support/program.js';
import { type Act, type Planned, planMonth, randomFrom, type Random } from './acts.js';
import { Colleague } from './colleague.js';

const START = Date.parse('2026-09-14T00:00:00+08:00');
const STEP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const AT_ONCE = 6;
/** The clocks of two processes may differ by this much. */
const SKEW_MS = 40;

export interface Month {
  acts: number;
  kills: number;
  /** So many acts were sent again because nobody acknowledged them. */
  repeated: number;
}

export interface MonthPlan {
  cases: number;
  seed: number;
  /** On so many of the thirty days, evenly spread, one of the two processes is killed. */
  kills: number;
}

const DAYS = 30;

/** Two processes work through thirty days and are killed now and then. */
export async function simulateMonth(environment: Environment, plan: MonthPlan): Promise<Month> {
  return new Simulation(environment, plan).run();
}

class Simulation {
  private readonly month: Month = { acts: 0, kills: 0, repeated: 0 };
  private readonly random: Random;
  private readonly planned: Planned[];
  private staff: Colleague[] = [];
  private starting = 0;
  private failure?: Error;
  private next = 0;
  private repeats: Act[] = [];
  /** The next kill happens at this moment. */
  private fatal = Infinity;

  constructor(
    private readonly environment: Environment,
    private readonly plan: MonthPlan,
  ) {
    this.random = randomFrom(plan.seed);
    this.planned = planMonth(START, plan.cases, this.random);
  }

  async run(): Promise<Month> {
    this.staff = await Promise.all([Colleague.start(this.environment), Colleague.start(this.environment)]);
    for (let day = 0; day < DAYS; day++) await this.day(day);
    // The timers that still run are due by one of these days, on which both processes sweep again.
    for (const day of [31, 45, 90, 200]) await this.step(START + day * DAY_MS);
    while (this.starting > 0) await pause(50);
    await Promise.all(this.staff.map((colleague) => colleague.kill()));
    return this.month;
  }

  private async day(day: number): Promise<void> {
    const { kills } = this.plan;
    const begin = START + day * DAY_MS;
    if (Math.floor(((day + 1) * kills) / DAYS) > Math.floor((day * kills) / DAYS))
      this.fatal = begin + this.random() * DAY_MS * 0.9;
    for (let act = this.planned[this.next]; act && act.at < begin + DAY_MS; act = this.planned[this.next]) {
      await this.step(Math.ceil((act.at + 1) / STEP_MS) * STEP_MS);
    }
    await this.step(begin + DAY_MS);
  }

  /** Both processes do at that time all that is due, and a ticket is worked on by one of them at a time. */
  private async step(at: number): Promise<void> {
    do {
      const acts = this.take(at);
      while (at > this.fatal && this.staff.length < 2) await pause(20);
      if (at > this.fatal) this.kill();
      const rest = await Promise.all(
        this.staff.map((colleague, hand) =>
          colleague.work({
            at: at + hand * Math.floor(this.random() * SKEW_MS),
            acts: acts.filter((_, index) => index % this.staff.length === hand),
          }),
        ),
      );
      this.repeats = rest.flat();
      this.month.acts += acts.length - this.repeats.length;
      this.month.repeated += this.repeats.length;
      this.replace();
      while (this.staff.length === 0 && this.failure === undefined) await pause(20);
      if (this.failure !== undefined) throw this.failure;
    } while (this.repeats.length > 0 || (this.planned[this.next]?.at ?? Infinity) < at);
  }

  private take(at: number): Act[] {
    const acts = this.repeats;
    const busy = new Set(acts.map((act) => act.case));
    for (let act = this.planned[this.next]; act && act.at < at && acts.length < 2 * AT_ONCE;) {
      if (busy.has(act.case)) break;
      busy.add(act.case);
      acts.push(act);
      act = this.planned[++this.next];
    }
    return acts;
  }

  private kill(): void {
    this.fatal = Infinity;
    this.month.kills += 1;
    this.staff[this.month.kills % 2]!.killSoon(this.random() * 25);
  }

  /** Works on with the other process until a new one has started. A process that ended by itself is a failure. */
  private replace(): void {
    if (this.staff.some(({ failed }) => failed)) this.failure = new Error('A process of the month failed');
    this.staff = this.staff.filter(({ alive }) => alive);
    if (this.staff.length + this.starting === 2) return;
    this.starting += 1;
    Colleague.start(this.environment)
      .then(
        (colleague) => this.staff.push(colleague),
        (error: Error) => (this.failure = error),
      )
      .finally(() => (this.starting -= 1));
  }
}
