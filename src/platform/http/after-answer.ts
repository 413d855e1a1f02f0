import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { currentRequest } from './asking.js';

type Work = () => Promise<void>;

/** Does what the one who asks must not be able to tell by the time that the answer takes. */
@Injectable()
export class AfterAnswer implements OnApplicationShutdown {
  private readonly logger = new Logger(AfterAnswer.name);
  private readonly waiting = new Set<Promise<void>>();

  /** The work still knows the request. Where none is being answered, it is done and waited for at once. */
  async do(work: Work): Promise<void> {
    const response = currentRequest()?.res;
    if (!response || response.closed) return work();
    const done = new Promise<void>((resolve) => {
      response.once(
        'close',
        AsyncResource.bind(() => resolve(this.guarded(work))),
      );
    });
    this.waiting.add(done);
    void done.finally(() => this.waiting.delete(done));
  }

  /** Waits until everything that was asked for is done. */
  async settled(): Promise<void> {
    await Promise.all(this.waiting);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private async guarded(work: Work): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(error);
    }
  }
}
