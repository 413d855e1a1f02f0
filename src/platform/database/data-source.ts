import type { DataSourceOptions } from 'typeorm';
import { SnakeCase } from './naming.js';
import { pipeliningPg } from './pipeline.js';

const POOL_SIZE = 12;
const LIVE_AND_PROBE = 2;
/** A process has no more connections than these, beside those of its jobs. */
export const CONNECTIONS_OF_A_PROCESS = POOL_SIZE + LIVE_AND_PROBE;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * Connections stay open longer than the pause between sweeps, because opening one costs more than the queries
 * of a sweep.
 */
const IDLE_TIMEOUT_MS = 60_000;

export function dataSourceOptions(url: string): DataSourceOptions & { type: 'postgres' } {
  return {
    type: 'postgres',
    driver: pipeliningPg,
    url,
    poolSize: POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    },
    applicationName: 'huiyin',
    namingStrategy: new SnakeCase(),
    synchronize: false,
    logging: false,
  };
}
