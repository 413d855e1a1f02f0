import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/index.js';
import { FilesModule } from '../platform/files/index.js';
import { Archives } from './archive.service.js';
import { ErasureRecords } from './erasure-records.service.js';
import { Erasure } from './erasure.service.js';
import { ExportMaking } from './export-making.service.js';
import { Exports } from './exports.service.js';
import { LegalHolds } from './legal-holds.service.js';
import { NightWork } from './night-work.service.js';
import { NightlyRetention } from './nightly.service.js';
import { OldMonths } from './old-months.service.js';
import { PersonRows } from './person-rows.service.js';
import { Persons } from './person.service.js';
import { Removal } from './removal.service.js';
import { RetentionSettings } from './retention-settings.service.js';
import { StandingHolds } from './standing-holds.service.js';
import { TakingOut } from './taking-out.service.js';
import { Withdrawals } from './withdrawal.service.js';

export { Archives } from './archive.service.js';
export { type ErasureRecord, ErasureRecords, type Obstacle } from './erasure-records.service.js';
export { Erasure } from './erasure.service.js';
export { ExportMaking } from './export-making.service.js';
export { type ArchiveFile, Exports, type PersonExport } from './exports.service.js';
export {
  HELD_THINGS,
  type HeldThing,
  type HoldSubject,
  type LegalHold,
  LegalHolds,
} from './legal-holds.service.js';
export { BOUNDS, RETENTION_CLASSES, type RetentionClass, type RetentionDays } from './classes.js';
export { NightlyRetention, type RetentionRun } from './nightly.service.js';
export { Removal, type RemovedRows } from './removal.service.js';
export { RetentionSettings } from './retention-settings.service.js';
export { type Person, Persons } from './person.service.js';
export { type StandingHold, StandingHolds } from './standing-holds.service.js';
export { holdOf, standsAt } from './standing.js';
export { Withdrawals } from './withdrawal.service.js';

@Module({
  imports: [ConversationsModule, FilesModule],
  providers: [
    Archives,
    Erasure,
    ErasureRecords,
    ExportMaking,
    Exports,
    LegalHolds,
    NightWork,
    NightlyRetention,
    OldMonths,
    PersonRows,
    Persons,
    Removal,
    RetentionSettings,
    StandingHolds,
    TakingOut,
    Withdrawals,
  ],
  exports: [
    Archives,
    Erasure,
    ErasureRecords,
    ExportMaking,
    Exports,
    LegalHolds,
    NightlyRetention,
    Persons,
    Removal,
    RetentionSettings,
    StandingHolds,
    Withdrawals,
  ],
})
export class RetentionModule {}
