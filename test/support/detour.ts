import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Detour {
  /** Leads to the same database, past `join`. */
  url: string;
  close: () => void;
}

/** Stands between a program and PostgreSQL. `join` carries what either says to the other. */
export async function detour(
  databaseUrl: string,
  join: (caller: Socket, postgres: Socket) => void,
): Promise<Detour> {
  const url = new URL(databaseUrl);
  const [host, port] = [decodeURIComponent(url.hostname), url.port];
  const reached = () =>
    host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(Number(port), host);
  const server = createServer((caller) => {
    const postgres = reached();
    for (const socket of [caller, postgres])
      socket.on('error', () => {
        caller.destroy();
        postgres.destroy();
      });
    join(caller, postgres);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, close: () => server.close() };
}
