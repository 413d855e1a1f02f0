import type { Socket } from 'node:net';
import { type Detour, detour } from '../../test/support/detour.js';

const BIND = 'B';
const SIMPLE = 'Q';
const CLOCK = 'select milliseconds from clock_offset';

export interface Asked {
  statements: number;
  writes: number;
}

/** Counts what a program asks PostgreSQL, and in how many pieces that came. */
export class Wire {
  private asked: Asked = { statements: 0, writes: 0 };
  private detour!: Detour;

  private constructor() {}

  static async open(databaseUrl: string): Promise<Wire> {
    const wire = new Wire();
    wire.detour = await detour(databaseUrl, (caller, postgres) => wire.join(caller, postgres));
    return wire;
  }

  get url(): string {
    return this.detour.url;
  }

  /** Of several times the least, because what the program does by itself is counted too. */
  async least(times: number, work: () => Promise<unknown>): Promise<Asked> {
    const seen: Asked[] = [];
    for (let time = 0; time < times; time += 1) {
      this.asked = { statements: 0, writes: 0 };
      await work();
      seen.push(this.asked);
    }
    return seen.reduce((least, one) => (one.statements < least.statements ? one : least));
  }

  close(): void {
    this.detour.close();
  }

  private join(caller: Socket, postgres: Socket): void {
    const messages = new Messages();
    caller.on('data', (chunk: Buffer) => {
      const statements = messages.statementsIn(chunk);
      if (statements === 0) return;
      this.asked.statements += statements;
      this.asked.writes += 1;
    });
    caller.pipe(postgres).pipe(caller);
  }
}

/** Reads what a client sends: after the first message, each begins with a letter and its length. */
class Messages {
  private rest = Buffer.alloc(0);
  private greeted = false;

  statementsIn(chunk: Buffer): number {
    this.rest = Buffer.concat([this.rest, chunk]);
    let found = 0;
    for (let size = this.sizeOfNext(); size > 0 && this.rest.length >= size; size = this.sizeOfNext()) {
      if (this.greeted && isStatement(this.rest.subarray(0, size))) found += 1;
      this.rest = this.rest.subarray(size);
      this.greeted = true;
    }
    return found;
  }

  private sizeOfNext(): number {
    const letter = this.greeted ? 1 : 0;
    return this.rest.length < letter + 4 ? 0 : this.rest.readInt32BE(letter) + letter;
  }
}

/** The demonstration's clock is asked now and then by the program itself. */
function isStatement(message: Buffer): boolean {
  const kind = String.fromCharCode(message[0]!);
  return kind === BIND || (kind === SIMPLE && !message.includes(CLOCK));
}
