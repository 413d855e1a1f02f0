import { readFileSync } from 'node:fs';

/**
 * `npm ci` cannot install a package if the lock file lacks its variant for the platform. An address in the lock file
 * would tie everybody to one registry.
 */
const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = Object.entries(lock.packages).flatMap(([path, entry]) => [
  ...missing(path, entry),
  ...tied(path, entry),
]);

for (const problem of problems) console.error(problem);
console.log(`package-lock.json: ${Object.keys(lock.packages).length} packages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function missing(path, entry) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => found(path, name)?.version === undefined)
    .map(
      (name) => `${path || 'package.json'}: its optional dependency ${name} has no version in the lock file`,
    );
}

function tied(path, { resolved }) {
  return resolved?.startsWith('http')
    ? [`${path}: the lock file names where it was fetched (${resolved})`]
    : [];
}

/** Searches as Node does: beside the package, then in each folder above. */
function found(path, name) {
  const own = lock.packages[`${path ? `${path}/` : ''}node_modules/${name}`];
  if (own || path === '') return own;
  const above = path.lastIndexOf('node_modules/');
  return found(path.slice(0, Math.max(0, above - 1)), name);
}
