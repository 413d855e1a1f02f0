import { Socket } from 'node:net';

type Write = (this: Socket, ...given: unknown[]) => void;
type Writing = Record<'_write' | '_writev', Write>;

/** Counts what this process writes to PostgreSQL. Each write is a call of the operating system. */
export class SocketWrites {
  private count = 0;
  private readonly before: Writing;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    const isSocket = hostname.startsWith('%2F');
    const isPostgres = (socket: Socket) => (isSocket ? isPipe(socket) : socket.remotePort === Number(port));
    const writing = Socket.prototype as unknown as Writing;
    this.before = { _write: writing._write, _writev: writing._writev };
    const counted = (original: Write): Write => {
      const note = (socket: Socket) => void (this.count += isPostgres(socket) ? 1 : 0);
      return function (this: Socket, ...given) {
        note(this);
        original.apply(this, given);
      };
    };
    writing._write = counted(writing._write);
    writing._writev = counted(writing._writev);
  }

  async of(work: () => Promise<unknown>): Promise<number> {
    const before = this.count;
    await work();
    return this.count - before;
  }

  stop(): void {
    Object.assign(Socket.prototype, this.before);
  }
}

/** Nothing but PostgreSQL is spoken to over a Unix socket in the tests. */
function isPipe(socket: Socket): boolean {
  return (socket as unknown as { _handle?: object })._handle?.constructor.name === 'Pipe';
}
