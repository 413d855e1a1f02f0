import { Injectable } from '@nestjs/common';
import { ErasureRecords, Exports, LegalHolds, Persons } from '../../../retention/index.js';

/** What the page of a customer's data shows of holds, archives and erasures. */
@Injectable()
export class KeptOfCustomer {
  constructor(
    private readonly holds: LegalHolds,
    private readonly exports: Exports,
    private readonly records: ErasureRecords,
    private readonly persons: Persons,
  ) {}

  async of(customerId: string) {
    const person = await this.persons.find(customerId);
    return {
      holds: await this.holds.ofCustomer(customerId),
      exports: await this.exports.ofCustomer(customerId),
      erasures: await this.records.ofCustomer(customerId),
      obstacles: await this.records.obstacles(person),
      erasedAt: person.erasedAt,
    };
  }
}
