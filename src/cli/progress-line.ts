import type { Progress } from '../backups/index.js';

const PAUSE_MS = 200;
const PAUSE_IN_A_LOG_MS = 10_000;

/** On a terminal one line is written over and over; elsewhere there is a line now and then. */
export class ProgressLine {
  private shownAt = performance.now();
  private width = 0;

  show({ doing, rows, files }: Progress): void {
    const now = performance.now();
    if (now - this.shownAt < (process.stderr.isTTY ? PAUSE_MS : PAUSE_IN_A_LOG_MS)) return;
    this.shownAt = now;
    const counts = [rows > 0 && `${rows} rows`, files > 0 && `${files} files`].filter(Boolean);
    this.write([doing, ...counts].join(', '));
  }

  end(): void {
    if (process.stderr.isTTY && this.width > 0) process.stderr.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }

  private write(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(this.width)}`);
    else process.stderr.write(`${text}\n`);
    this.width = text.length;
  }
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export function sizeOf(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1000 ** power;
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}
