import cluster from 'node:cluster';
import type { Order, Report } from './messages.js';

/** The process that forked this one, as this one sees it. */
export class FirstProcess {
  /** A first process that goes away, in whatever way, leaves this one behind. */
  onGone(end: () => void): void {
    const worker = cluster.worker!;
    worker.once('disconnect', () => {
      // Node would end this process on the spot.
      worker.exitedAfterDisconnect = true;
      end();
    });
  }

  ordered<S extends Order['say']>(what: S): Promise<Extract<Order, { say: S }>> {
    return new Promise((resolve) => {
      const stop = this.onOrder(what, (order) => {
        stop();
        resolve(order);
      });
    });
  }

  /** Returns what ends the listening. */
  onOrder<S extends Order['say']>(what: S, obey: (order: Extract<Order, { say: S }>) => void): () => void {
    const listener = (order: Order) => {
      if (order.say === what) obey(order as Extract<Order, { say: S }>);
    };
    process.on('message', listener);
    return () => process.off('message', listener);
  }

  report(report: Report): void {
    // Where the first process is gone, `onGone` says so.
    if (process.connected) process.send!(report, undefined, undefined, () => undefined);
  }
}
