import { Module } from '@nestjs/common';
import { TriageDefaults } from './defaults.service.js';
import { TriageSetting } from './setting.service.js';
import { Triage } from './triage.service.js';

export { Triage, type Reading } from './triage.service.js';
export { TriageDefaults } from './defaults.service.js';
export { TriageSetting } from './setting.service.js';
export type { Facts } from './extract.js';
export { orderAlone, type OrderNamed } from './orders.js';
export type { Localized, Rule, Verdict } from './rule.js';
export type { Said, Sum } from './together.js';

@Module({
  providers: [Triage, TriageDefaults, TriageSetting],
  exports: [Triage, TriageDefaults, TriageSetting],
})
export class TriageModule {}
