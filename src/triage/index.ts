import { Module } from '@nestjs/common';
import { TriageDefaults } from './defaults.service.js';
import { Triage } from './triage.service.js';

export { Triage, type Reading } from './triage.service.js';
export { TriageDefaults } from './defaults.service.js';
export type { Facts } from './extract.js';
export { orderKey, type OrderNamed } from './orders.js';
export type { Localized, Rule, Verdict } from './rule.js';

@Module({ providers: [Triage, TriageDefaults], exports: [Triage, TriageDefaults] })
export class TriageModule {}
