import { failureOf } from './failure.js';

export function print(options: { json?: boolean }, facts: object, lines: string[]): void {
  const text = options.json ? [JSON.stringify(facts)] : lines;
  process.stdout.write(`${text.join('\n')}\n`);
}

/** Exits at once, because services that started only in part may hold connections that nobody can close. */
export function fail(error: unknown): never {
  process.stderr.write(`${failureOf(error)}\n`);
  process.exit(1);
}

export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
