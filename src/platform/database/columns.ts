import sql, { join, raw, type Sql } from 'sql-template-tag';

const names = new Map<string, string>();

export function camelCased<T>(rows: object[]): T[] {
  const columns = Object.keys(rows[0] ?? {}).map((column) => [column, camel(column)] as const);
  return (rows as Record<string, unknown>[]).map((row) => {
    const named: Record<string, unknown> = {};
    for (const [column, name] of columns) named[name] = row[column];
    return named as T;
  });
}

function camel(column: string): string {
  let name = names.get(column);
  if (name === undefined) {
    name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    names.set(column, name);
  }
  return name;
}

/** For `update … set`: what is undefined stays as it is. The names come from our own code. */
export function assigned(values: object): Sql {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return join(given.map(([name, value]) => sql`${raw(snake(name))} = ${value}`));
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
