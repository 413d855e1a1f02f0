import { Injectable } from '@nestjs/common';
import { Identities, type Person, Profiles } from '../customers/index.js';
import { Clock } from '../platform/clock/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { type CastCustomer, type CustomerKey, CUSTOMERS } from './cast.js';

const DAY_MS = 86_400_000;

const KNOWN_DAYS: Record<CustomerKey, number> = {
  xiaoming: 96,
  xiaohong: 412,
  chenxiao: 890,
  liqiang: 31,
  wangmei: 268,
  zhaojun: 57,
  sunli: 143,
  zhoujie: 731,
  wuyan: 12,
  zhengkai: 325,
  emma: 204,
  lucas: 39,
};

@Injectable()
export class Acquaintance {
  constructor(
    private readonly clock: Clock,
    private readonly identities: Identities,
    private readonly profiles: Profiles,
  ) {}

  since(customer: CustomerKey): Date {
    return new Date(Date.now() - KNOWN_DAYS[customer] * DAY_MS);
  }

  async makeWith(channelId: string): Promise<void> {
    for (const key of Object.keys(CUSTOMERS) as CustomerKey[]) {
      const { openid, name, language, tier, phone }: CastCustomer = CUSTOMERS[key];
      const { customerId } = await this.meet(channelId, openid, this.since(key));
      await this.profiles.change(customerId, { name, language, tier, phone }, SYSTEM);
    }
  }

  /** The demonstration is played on a clock that is moved back. */
  private async meet(channelId: string, openid: string, at: Date): Promise<Person> {
    await this.clock.moveTo(at);
    try {
      return await this.identities.meet(channelId, openid);
    } finally {
      await this.clock.backToNow();
    }
  }
}
