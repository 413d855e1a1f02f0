import type { Chance } from './chance.js';
import type { Ground, GrownType } from './ground.js';
import type { Opening } from './openings.js';
import type { People } from './people.js';
import { CITIES, filled, phrasesOf, PRODUCTS } from './phrases.js';
import type { Sheets } from './sheets.js';
import type { Plot } from './plot.js';

/** How often a type comes up, and which department takes it where the shop has that one. */
const USUAL: Record<string, { weight: number; department?: string; always?: true }> = {
  // Finance alone resolves refunds.
  refund: { weight: 30, department: 'finance', always: true },
  inquiry: { weight: 28, department: 'presales' },
  system_fault: { weight: 18, department: 'technical' },
  complaint: { weight: 12, department: 'quality' },
  cross_border_dispute: { weight: 6 },
  funds_loss: { weight: 2 },
  account_theft: { weight: 2 },
};
const OTHERS: (typeof USUAL)[string] = { weight: 5 };
const STAYS = 0.5;

/** What becomes a ticket: who asks whom about what. */
export class Plots {
  private readonly wheel: GrownType[];

  constructor(
    private readonly ground: Ground,
    private readonly chance: Chance,
    private readonly people: People,
  ) {
    this.wheel = ground.types
      .filter((type) => this.canBeTaken(type))
      .flatMap((type) => Array.from({ length: (USUAL[type.key] ?? OTHERS).weight }, () => type));
  }

  next({ at, messages }: Opening, sheets: Sheets): Plot {
    const customer = this.people.next(at, sheets);
    const type = this.chance.pick(this.wheel);
    const departmentId = this.departmentOf(type);
    const worker = this.chance.pick(this.ground.workers.get(departmentId)!);
    const words = this.words(at);
    const asks = this.chance.pick(phrasesOf(type.key).asks);
    const subject = filled(asks, words);
    return {
      customer,
      type,
      departmentId,
      worker,
      subject,
      openedAt: at,
      messages,
      words,
      fields: fieldsOf(asks, words),
    };
  }

  /** Half of the tickets stay with the department that is first asked. */
  private departmentOf(type: GrownType): string {
    const { workers, account } = this.ground;
    const { always } = USUAL[type.key] ?? OTHERS;
    const usual = this.usualOf(type);
    if (usual !== undefined && (always || !this.chance.happens(STAYS))) return usual;
    return workers.has(type.departmentId) ? type.departmentId : account.departmentId;
  }

  private canBeTaken(type: GrownType): boolean {
    return !USUAL[type.key]?.always || this.usualOf(type) !== undefined;
  }

  private usualOf(type: GrownType): string | undefined {
    const { departments, workers } = this.ground;
    const usual = departments[USUAL[type.key]?.department ?? ''];
    return usual !== undefined && workers.has(usual) ? usual : undefined;
  }

  private words(at: number): Record<string, string> {
    const { chance } = this;
    const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
    return {
      order: `${day}${String(chance.below(1_000_000)).padStart(6, '0')}`,
      amount: (chance.between(900, 90_000) / 100).toFixed(2),
      product: chance.pick(PRODUCTS),
      city: chance.pick(CITIES),
      code: `0x${chance.between(0x1000, 0x9fff).toString(16)}`,
    };
  }
}

function fieldsOf(asks: string, { order, amount, code }: Record<string, string>): Record<string, string> {
  return {
    ...(asks.includes('{order}') && { order: order! }),
    ...(asks.includes('{amount}') && { amount: amount!, currency: 'CNY' }),
    ...(asks.includes('{code}') && { errorCode: code! }),
  };
}
