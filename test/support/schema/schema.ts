import pg from 'pg';
import { columns, constraints, indexes, type Line, type Relation, relations } from './catalog.js';
import { routines, sequences, triggers } from './catalog.js';
import { seededRows } from './seeds.js';

const HEAD = `-- The whole schema as the files of migrations/ leave it, for reading and for comparing.
-- Written by "npm run schema"; nobody edits it, and nothing runs it.`;

/** Writes the schema of a migrated database as one text, always in the same order. */
export async function schemaOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c search_path=public' });
  await client.connect();
  try {
    const parts = [
      ...(await sequences(client)).map(({ text }) => text),
      ...(await relationTexts(client)),
      ...(await routines(client)).map(({ text }) => text),
      ...(await seededRows(client)),
    ];
    return `${[HEAD, ...parts.map((part) => `${readable(part)};`)].join('\n\n')}\n`;
  } finally {
    await client.end();
  }
}

async function relationTexts(client: pg.Client): Promise<string[]> {
  const inside = byRelation([...(await columns(client)), ...(await constraints(client))]);
  const beside = byRelation([...(await indexes(client)), ...(await triggers(client))]);
  return (await relations(client)).map((relation) => {
    const created = createStatement(relation, inside.get(relation.name) ?? []);
    return [created, ...(beside.get(relation.name) ?? [])].join(';\n');
  });
}

function createStatement({ name, kind, parent, bound, ...relation }: Relation, lines: string[]): string {
  if (kind === 'view') return `CREATE VIEW ${name} AS\n${relation.definition?.replace(/;$/, '')}`;
  if (parent !== null) return `CREATE TABLE ${name} PARTITION OF ${parent} ${bound}`;
  const body = lines.map((line) => `  ${line}`).join(',\n');
  const partitioned = relation.partitionKey === null ? '' : ` PARTITION BY ${relation.partitionKey}`;
  return `CREATE TABLE ${name} (\n${body}\n)${partitioned}`;
}

function byRelation(lines: Line[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { relation, text } of lines) grouped.set(relation, [...(grouped.get(relation) ?? []), text]);
  return grouped;
}

/** PostgreSQL writes out every cast, schema and default, which a reader can do without. */
function readable(statement: string): string {
  return statement
    .replace(/^CREATE OR REPLACE (FUNCTION|PROCEDURE) public\./, 'CREATE $1 ')
    .replaceAll('timestamp with time zone', 'timestamptz')
    .replaceAll("'::text", "'")
    .replaceAll(' USING btree ', ' ')
    .replace(/= ANY \(ARRAY\[([^[\]]+)\]\)/g, 'IN ($1)')
    .replace(/<> ALL \(ARRAY\[([^[\]]+)\]\)/g, 'NOT IN ($1)');
}
