import { existsSync, readFileSync } from 'node:fs';

/** Prints the closing line of `.ci/run` from vitest's reports. A run without a report has failed. */
const counts = process.argv.slice(2).map(count);
const sum = (what) => counts.reduce((total, one) => total + one[what], 0);
const [passed, failed] = [sum('passed'), sum('failed')];

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function count(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that could not be loaded has no tests that could fail.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}
