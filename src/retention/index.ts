import { Module } from '@nestjs/common';
import { FilesModule } from '../platform/files/index.js';
import { Archives } from './archive.service.js';
import { ErasureRecords } from './erasure-records.service.js';
import { Erasure } from './erasure.service.js';
import { ExportMaking } from './export-making.service.js';
import { Exports } from './exports.service.js';
import { LegalHolds } from './legal-holds.service.js';
import { Persons } from './person.service.js';
import { TakingOut } from './taking-out.service.js';
import { Withdrawals } from './withdrawal.service.js';

export { Archives } from './archive.service.js';
export { type ErasureRecord, ErasureRecords, type Obstacle } from './erasure-records.service.js';
export { Erasure } from './erasure.service.js';
export { ExportMaking } from './export-making.service.js';
export { Exports, type PersonExport } from './exports.service.js';
export {
  HELD_THINGS,
  type HeldThing,
  type HoldSubject,
  type LegalHold,
  LegalHolds,
} from './legal-holds.service.js';
export { type Person, Persons } from './person.service.js';
export { holdOf, standsAt } from './standing.js';
export { Withdrawals } from './withdrawal.service.js';

@Module({
  imports: [FilesModule],
  providers: [
    Archives,
    Erasure,
    ErasureRecords,
    ExportMaking,
    Exports,
    LegalHolds,
    Persons,
    TakingOut,
    Withdrawals,
  ],
  exports: [Archives, Erasure, ErasureRecords, ExportMaking, Exports, LegalHolds, Persons, Withdrawals],
})
export class RetentionModule {}
