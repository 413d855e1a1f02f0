import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { ErasureRecords } from './erasure-records.service.js';
import { type Person, Persons } from './person.service.js';
import { type Removed, type TakenOut, TakingOut } from './taking-out.service.js';

/** Takes a person out of everything that is kept. It cannot be undone, and leaves amounts without the person. */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly audit: Audit,
    private readonly persons: Persons,
    private readonly records: ErasureRecords,
    private readonly takingOut: TakingOut,
  ) {}

  /** Throws `Conflict` with the reason while something stands against it. */
  async erase(customerId: string, by: Actor): Promise<Removed> {
    await this.takingOut.begin();
    const [person, taken] = await this.database.transaction(() => this.first(customerId, by));
    await this.takingOut.forget(taken);
    await this.takingOut.forget(await this.database.transaction(() => this.again(person)));
    return taken.removed;
  }

  private async first(customerId: string, by: Actor): Promise<[Person, TakenOut]> {
    const person = await this.persons.find(customerId);
    const [obstacle] = await this.records.obstacles(person);
    if (obstacle) throw new Conflict(`erasure_stopped_by_${obstacle}`);
    const subject = { type: 'customer', id: person.id } as const;
    await this.events.record('customer.erased', subject, { identityIds: person.identities }, by);
    const taken = await this.takingOut.rows(person);
    await this.records.done(person.id, taken.removed, by);
    await this.audit.record({ action: 'customer.erased', subject, by, after: taken.removed });
    return [person, taken];
  }

  /** A message that was being received meanwhile was written after the first statements had looked. */
  private async again({ id, externalIds }: Person): Promise<TakenOut> {
    return this.takingOut.rows({ ...(await this.persons.find(id)), externalIds });
  }
}
