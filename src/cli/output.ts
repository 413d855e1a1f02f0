import { failureOf } from './sentences.js';

/** For machines one line of JSON; for people the lines. */
export function print(options: { json?: boolean }, facts: object, lines: string[]): void {
  const text = options.json ? [JSON.stringify(facts)] : lines;
  process.stdout.write(`${text.join('\n')}\n`);
}

/** Ends at once: services that did not come up whole may hold connections that nobody can close any more. */
export function fail(error: unknown): never {
  process.stderr.write(`${failureOf(error)}\n`);
  process.exit(1);
}

/** A table for people: columns as wide as their widest cell. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
