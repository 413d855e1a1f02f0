import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The end of a longer line is easily overlooked in a review. */
const LONGEST = 140;

const folder = process.argv[2] ?? fileURLToPath(new URL('../templates', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.hbs'),
);
const tooLong = files.sort().flatMap((file) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .map((line, index) => ({ place: `${join(folder, file)}:${index + 1}`, length: [...line].length }))
    .filter(({ length }) => length > LONGEST),
);

for (const { place, length } of tooLong) {
  console.error(`${place}: ${length} characters; a line of a template has at most ${LONGEST}`);
}
process.exitCode = tooLong.length > 0 ? 1 : 0;
