import { readable } from '../../platform/reading/index.js';
import type { Chance } from './chance.js';
import type { Ids } from './ids.js';
import { GIVEN, SURNAMES } from './phrases.js';
import type { Sheets } from './sheets.js';

export interface GrownCustomer {
  id: string;
  identityId: string;
  name: string;
  tier: string;
  region: string | null;
  /** Before this moment the customer writes about an earlier ticket. */
  busyUntil: number;
  heardAt: number;
  sentSince: number;
  waits: boolean;
}

export const NEW_SHARE = 0.25;
const TRIES = 4;
const TIERS = [
  'standard',
  'standard',
  'standard',
  'standard',
  'standard',
  'standard',
  'member',
  'member',
  'vip',
];
const REGIONS = ['华东', '华南', '华北', '西南'];

/** The customers of a grown demonstration. Many come back, but nobody has two open tickets. */
export class People {
  readonly all: GrownCustomer[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly ids: Ids,
    private readonly accountId: string,
    private readonly newShare: number,
  ) {}

  next(at: number, sheets: Sheets): GrownCustomer {
    const isNew = this.chance.happens(this.newShare);
    for (let tries = 0; !isNew && this.all.length > 0 && tries < TRIES; tries += 1) {
      const known = this.all[this.chance.below(this.all.length)]!;
      if (known.busyUntil < at) return known;
    }
    return this.meet(at, sheets);
  }

  private meet(at: number, sheets: Sheets): GrownCustomer {
    const { chance, ids } = this;
    const name = `${chance.pick(SURNAMES)}${chance.pick(GIVEN)}${chance.happens(0.6) ? chance.pick(GIVEN) : ''}`;
    const tier = chance.pick(TIERS);
    const region = chance.happens(0.4) ? chance.pick(REGIONS) : null;
    const [id, identityId] = [ids.take('customer'), ids.take('identity')];
    const met = { id, identityId, name, tier, region, busyUntil: 0, heardAt: at, sentSince: 0, waits: false };
    const createdAt = new Date(at);
    const openid = `oGrown${identityId.padStart(22, '0')}`;
    sheets.add('customer', {
      id,
      name,
      tier,
      language: 'zh-CN',
      region,
      createdAt,
      readableName: readable(name),
    });
    sheets.add('identity', {
      id: identityId,
      customerId: id,
      accountId: this.accountId,
      externalId: openid,
      createdAt,
    });
    this.all.push(met);
    return met;
  }
}
