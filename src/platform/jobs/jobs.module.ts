import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuditModule } from '../audit/index.js';
import { ClockModule } from '../clock/index.js';
import { HeldModule } from '../held/index.js';
import { FailedJobs } from './failed-jobs.js';
import { JobHandlers } from './handlers.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';
import { JobOptions } from './options.js';
import { Sweeps } from './sweeps.js';
import { Wakeups } from './wakeups.js';

@Global()
@Module({
  imports: [AuditModule, ClockModule, DiscoveryModule, HeldModule],
  providers: [JobOptions, JobHandlers, JobRunner, Jobs, FailedJobs, Wakeups, Sweeps],
  exports: [Jobs, FailedJobs, Wakeups, Sweeps],
})
export class JobsModule {}
