import pg from 'pg';
import { isStalePlan, PlanNames } from './planning.js';
import { type Asking, SilenceWatch } from './silence.js';

type Query = (...given: unknown[]) => Promise<unknown> | undefined;

const OPENS = 'START TRANSACTION';
const ENDS = ['COMMIT', 'ROLLBACK'];
const NOTHING = { rows: [], rowCount: 0 };

/**
 * Sends statements without waiting for the answers to earlier ones. Those of one turn of the event loop travel in one
 * write, and a transaction is opened in the same write as its first statement: each write costs more than most
 * statements do.
 */
class PipeliningClient extends pg.Client implements Asking {
  heardAt = 0;
  silentSince: number | undefined;
  private waiting = 0;
  private readonly plans = new PlanNames();
  private opening = false;
  private corked = false;

  override readonly query = ((statement: unknown, values?: unknown, ...rest: unknown[]) => {
    if (statement === OPENS) return this.holdBack();
    if (this.opening && ENDS.includes(statement as string)) return this.leaveUnopened();
    this.cork();
    const opened = this.open();
    const answer = this.send(statement, values, ...rest);
    this.await(answer);
    return opened ? Promise.all([opened, answer]).then(([, result]) => result) : answer;
  }) as typeof pg.Client.prototype.query;

  giveUp(reason: Error): void {
    this.stream.destroy(reason);
  }

  private await(answer: Promise<unknown> | undefined): void {
    if (!answer) return;
    if (this.waiting === 0) this.silentSince = performance.now();
    this.waiting += 1;
    const heard = () => {
      this.waiting -= 1;
      this.heardAt = performance.now();
      this.silentSince = this.waiting === 0 ? undefined : this.heardAt;
    };
    answer.then(heard, heard);
  }

  private holdBack(): Promise<unknown> {
    this.opening = true;
    return Promise.resolve(NOTHING);
  }

  /** Nothing was asked in this transaction. */
  private leaveUnopened(): Promise<unknown> {
    this.opening = false;
    return Promise.resolve(NOTHING);
  }

  private open(): Promise<unknown> | undefined {
    if (!this.opening) return undefined;
    this.opening = false;
    return (super.query as unknown as Query).call(this, OPENS);
  }

  private send(statement: unknown, values: unknown, ...rest: unknown[]): Promise<unknown> | undefined {
    const query = super.query.bind(this) as unknown as Query;
    if (typeof statement !== 'string' || !Array.isArray(values)) return query(statement, values, ...rest);
    return query({ text: statement, values, name: this.plans.of(statement) }, ...rest)?.catch(
      (error: unknown) => {
        if (isStalePlan(error)) this.plans.forget();
        throw error;
      },
    );
  }

  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    this.stream.cork();
    process.nextTick(() => {
      this.corked = false;
      this.stream.uncork();
    });
  }

  private get stream(): pg.Connection['stream'] {
    return (this as unknown as { connection: pg.Connection }).connection.stream;
  }
}

class PipeliningPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, pipeline: true, Client: PipeliningClient });
    const silence = new SilenceWatch(options, () => this.ending);
    this.on('connect', (client) => silence.add(client as unknown as PipeliningClient));
    this.on('remove', (client) => silence.remove(client as unknown as PipeliningClient));
  }
}

/** TypeORM takes no pool. It makes its own from the package that it is given. */
export const pipeliningPg = { ...pg, Pool: PipeliningPool };
