import { runningEmbedded, startEmbedded } from '../../src/platform/database/embedded/index.js';

/** Runs in a process of its own that tests can kill: `embedded-program.js DATA_DIR start|join|running`. */
const [dataDir = '', mode = 'start'] = process.argv.slice(2);

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function main(): Promise<void> {
  if (mode === 'running') return say({ url: await runningEmbedded(dataDir) });
  const postgres = await startEmbedded({ dataDir, join: mode === 'join', log: (line) => say({ line }) });
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void Promise.all([postgres.stop(), postgres.stop()]).then(() => say({ stopped: true }));
  });
  say({ url: postgres.url, owned: postgres.owned });
}

main().catch((error: unknown) => {
  say({ error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
