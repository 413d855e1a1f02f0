import { Module } from '@nestjs/common';
import { Attainment } from './attainment.service.js';
import { EscalationReport } from './escalation-report.service.js';
import { WeekReport } from './week-report.service.js';

const REPORTS = [Attainment, EscalationReport, WeekReport];

@Module({ providers: REPORTS, exports: REPORTS })
export class ReportsModule {}
