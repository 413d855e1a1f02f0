import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);
const HALT_MS = 3;

/** Leads to PostgreSQL, and halts behind the end of each copy, as a network may. */
export async function halting(databaseUrl: string): Promise<{ url: string; close: () => void }> {
  const url = new URL(databaseUrl);
  const [host, port] = [decodeURIComponent(url.hostname), url.port];
  const server = createServer((caller) => {
    const callee = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(Number(port), host);
    caller.pipe(callee);
    void answer(callee, caller).catch(() => caller.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, close: () => server.close() };
}

async function answer(from: Socket, to: Socket): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let at = rest.indexOf(COPY_DONE); at >= 0; at = rest.indexOf(COPY_DONE)) {
      to.write(rest.subarray(0, at + COPY_DONE.length));
      rest = rest.subarray(at + COPY_DONE.length);
      await pause(HALT_MS);
    }
    to.write(rest);
  }
  to.end();
}
