import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { Config } from '../config/index.js';
import { AfterAnswer } from './after-answer.js';
import { Connections } from './connections.js';
import { ErrorFilter } from './error-filter.js';
import { ErrorPages } from './error-pages.js';
import { Health } from './health.js';
import { Housekeeping } from './housekeeping.js';
import { IdempotentWrites } from './idempotency.js';
import { JsonLogger } from './json-logger.js';
import { Logins } from './sessions/logins.js';
import { MachinesController } from './machines.controller.js';
import { Metrics } from './metrics.js';
import { RateLimits } from './rate-limits.js';
import { Refusals } from './refusals.js';

@Global()
@Module({
  controllers: [MachinesController],
  providers: [
    {
      provide: JsonLogger,
      useFactory: (config: Config) => new JsonLogger(config.logLevel),
      inject: [Config],
    },
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotentWrites },
    AfterAnswer,
    Connections,
    ErrorPages,
    Health,
    Housekeeping,
    Logins,
    Metrics,
    RateLimits,
    Refusals,
  ],
  exports: [AfterAnswer, ErrorPages, Health, JsonLogger, Logins, Metrics, RateLimits, Refusals],
})
export class HttpModule {}
