import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** All of them are run, so that one run shows everything that is wrong. */
const READING = ['lint', 'format:check', 'types', 'boundaries', 'locks'];
/** The tests need the whole machine. */
const RUNNING = ['test'];

const results = [...(await sideBySide(READING)), ...(await sideBySide(RUNNING, 1))];

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(14)} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

/** As many at once as there are processors, the longest first. */
async function sideBySide(names, places = availableParallelism()) {
  const done = new Map();
  const rest = [...names];
  const work = async () => {
    for (let name = rest.shift(); name; name = rest.shift()) done.set(name, await check(name, places > 1));
  };
  await Promise.all(Array.from({ length: places }, work));
  return names.map((name) => done.get(name));
}

/** What one says stays together: it is kept until the end where others speak at the same time. */
async function check(name, together) {
  const started = Date.now();
  const child = spawn('npm', ['run', '--silent', name], {
    stdio: ['inherit', ...(together ? ['pipe', 'pipe'] : ['inherit', 'inherit'])],
    shell: process.platform === 'win32',
  });
  const title = `\n── ${name}\n`;
  const said = [];
  if (!together) process.stdout.write(title);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(text));
  const status = await new Promise((resolve) => child.once('close', resolve).once('error', () => resolve(1)));
  if (together) process.stdout.write(Buffer.concat([Buffer.from(title), ...said]));
  return { name, passed: status === 0, seconds: (Date.now() - started) / 1000 };
}
