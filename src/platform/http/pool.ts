import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Pool } from 'pg';

export function poolOf(source: DataSource): Pool {
  return (source.driver as PostgresDriver).master as Pool;
}
