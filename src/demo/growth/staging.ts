import { type Database, sql } from '../../platform/database/index.js';
import { COLUMNS, TABLES } from './sheets.js';
import { NUMBERED } from './ids.js';

/** What is copied stands in this schema while the copies are made. */
export const GROWN = 'huiyin_growth';

const BASES = [...NUMBERED, 'number'].map((name) => `${name} bigint not null`).join(', ');

const MAKE = [
  `drop schema if exists ${GROWN} cascade`,
  `create schema ${GROWN}`,
  ...TABLES.map(
    (table) =>
      `create unlogged table ${GROWN}.${table} as select ${COLUMNS[table]} from ${table} with no data`,
  ),
  `create unlogged table ${GROWN}.template (id bigint not null, order_number text not null, opened_at timestamptz not null)`,
  // What is added to the times, ids and numbers of a template for its copy in that week. Some weeks share customers.
  `create unlogged table ${GROWN}.week (ago int primary key, later interval not null, circle int not null, ${BASES})`,
  `create unlogged table ${GROWN}.copy (ago int not null, template bigint not null)`,
];

export async function makeStaging(database: Database): Promise<void> {
  for (const statement of MAKE) await database.run(sql([statement]));
}

export async function dropStaging(database: Database): Promise<void> {
  await database.run(sql([`drop schema if exists ${GROWN} cascade`]));
}
