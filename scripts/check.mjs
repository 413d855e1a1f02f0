import { spawnSync } from 'node:child_process';

/** The cheapest check comes first. All of them are run, so that one run shows everything that is wrong. */
const CHECKS = ['format:check', 'lint', 'types', 'boundaries', 'locks', 'test'];

const results = CHECKS.map((name) => {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', name], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return { name, passed: status === 0, seconds: (Date.now() - started) / 1000 };
});

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(14)} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
