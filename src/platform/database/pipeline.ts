import pg from 'pg';
import { isStalePlan, PlanNames } from './planning.js';

type Query = (...given: unknown[]) => Promise<unknown> | undefined;

const OPENS = 'START TRANSACTION';
const ENDS = ['COMMIT', 'ROLLBACK'];
const NOTHING = { rows: [], rowCount: 0 };

/**
 * Sends statements without waiting for the answers to earlier ones. Those of one turn of the event loop travel in one
 * write, and a transaction is opened in the same write as its first statement: each write costs more than most
 * statements do.
 */
class PipeliningClient extends pg.Client {
  private readonly plans = new PlanNames();
  private opening = false;
  private corked = false;

  override readonly query = ((statement: unknown, values?: unknown, ...rest: unknown[]) => {
    if (statement === OPENS) return this.holdBack();
    if (this.opening && ENDS.includes(statement as string)) return this.leaveUnopened();
    this.cork();
    const opened = this.open();
    const answer = this.send(statement, values, ...rest);
    return opened ? Promise.all([opened, answer]).then(([, result]) => result) : answer;
  }) as typeof pg.Client.prototype.query;

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
    const { stream } = (this as unknown as { connection: pg.Connection }).connection;
    stream.cork();
    process.nextTick(() => {
      this.corked = false;
      stream.uncork();
    });
  }
}

class PipeliningPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, pipeline: true, Client: PipeliningClient });
  }
}

/** TypeORM takes no pool. It makes its own from the package that it is given. */
export const pipeliningPg = { ...pg, Pool: PipeliningPool };
