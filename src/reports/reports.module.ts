import { Module } from '@nestjs/common';
import { EscalationReport } from './escalation-report.service.js';
import { WeekReport } from './week-report.service.js';

/** Looks and counts; writes nothing. */
@Module({ providers: [EscalationReport, WeekReport], exports: [EscalationReport, WeekReport] })
export class ReportsModule {}
