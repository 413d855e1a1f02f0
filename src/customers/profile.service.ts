import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { Invalid, NotFound } from '../platform/http/index.js';
import { isUnseen, maskedPhone, readable } from '../platform/reading/index.js';
import { PHONE } from './secrets.service.js';

declare module '../platform/events/index.js' {
  interface EventMap {
    'customer.changed': { fields: string[] };
    'customer.phone_revealed': Record<string, never>;
    /** Runs before the identities lose their names, so that each channel can remove what it keeps of them. */
    'customer.erased': { identityIds: string[] };
  }
}

export type Tier = 'standard' | 'member' | 'vip';

/** A field that is left out stays as it is; null deletes the `phone`. */
export interface ProfileChange {
  name?: string;
  tier?: Tier;
  language?: string;
  phone?: string | null;
}

@Injectable()
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly events: Events,
  ) {}

  async create(profile: ProfileChange & { name: string }): Promise<string> {
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into customer (name, readable_name, tier, language, phone_cipher, phone_index, created_at)
      values (${profile.name}, ${readable(profile.name)}, ${profile.tier ?? 'standard'}, ${profile.language ?? null},
              ${this.cipher(profile.phone)}, ${this.index(profile.phone)}, ${this.clock.now()})
      returning id`);
    return id;
  }

  async change(customerId: string, change: ProfileChange, by: Actor): Promise<void> {
    const name = change.name?.trim();
    if (name !== undefined && isUnseen(name)) throw Invalid.field('name', 'required');
    await this.database.transaction(async () => {
      const changed = await this.database.run(sql`
        update customer
           set name = coalesce(${name ?? null}, name),
               readable_name = coalesce(${name === undefined ? null : readable(name)}, readable_name),
               tier = coalesce(${change.tier ?? null}, tier),
               language = coalesce(${change.language ?? null}, language),
               phone_cipher = case when ${change.phone === undefined} then phone_cipher else ${this.cipher(change.phone)} end,
               phone_index = case when ${change.phone === undefined} then phone_index else ${this.index(change.phone)} end
         where id = ${customerId}`);
      if (changed === 0) throw new NotFound('customer_not_found');
      const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      await this.events.record('customer.changed', { type: 'customer', id: customerId }, { fields }, by);
    });
  }

  /** Returns `138****8000`, fewer digits of a shorter number, or null. */
  async maskedPhone(customerId: string): Promise<string | null> {
    const phone = await this.phone(customerId);
    return phone ? maskedPhone(phone) : null;
  }

  /** An event records who looked at the number. */
  async revealPhone(customerId: string, by: Actor): Promise<string | null> {
    return this.database.transaction(async () => {
      await this.events.record('customer.phone_revealed', { type: 'customer', id: customerId }, {}, by);
      return this.phone(customerId);
    });
  }

  private async phone(customerId: string): Promise<string | null> {
    const row = await this.database.maybe<{ phoneCipher: string | null }>(
      sql`select phone_cipher from customer where id = ${customerId}`,
    );
    return row?.phoneCipher ? this.vault.decrypt(row.phoneCipher, PHONE) : null;
  }

  private cipher(phone: string | null | undefined): string | null {
    return phone ? this.vault.encrypt(normal(phone), PHONE) : null;
  }

  private index(phone: string | null | undefined): string | null {
    return phone ? this.vault.blindIndex(normal(phone), PHONE) : null;
  }
}

function normal(phone: string): string {
  const digits = phone.replace(/[\s()-]/g, '');
  if (!/^\+?\d{7,15}$/.test(digits)) throw Invalid.field('phone', 'bad_phone');
  return digits;
}
