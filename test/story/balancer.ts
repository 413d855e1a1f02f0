import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Program } from '../support/program.js';

/** Puts one address before several processes, as a shop does: each connection is led to one that accepts it. */
export class Balancer {
  private readonly server = createServer((caller) => this.lead(caller));
  private turn = 0;

  /** `programs` may change, and only those in it are asked. */
  constructor(private readonly programs: Program[]) {}

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  private lead(caller: Socket, tried = 0): void {
    const program = this.programs[(this.turn += 1) % this.programs.length]!;
    const callee = connect(Number(new URL(program.url).port), '127.0.0.1');
    const refused = () => (tried < this.programs.length ? this.lead(caller, tried + 1) : caller.destroy());
    callee.once('error', refused).once('connect', () => {
      callee.off('error', refused);
      join(caller, callee);
    });
  }
}

/** Ends each socket when the other ends, however that happens. */
function join(caller: Socket, callee: Socket): void {
  for (const [from, to] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    from.on('error', () => to.destroy()).on('close', () => to.destroy());
    from.pipe(to);
  }
}
