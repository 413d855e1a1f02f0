import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';

type Listener = (request: Request) => Promise<void>;

/** Tells whoever listens that somebody who is known was answered 403, whichever way the answer was made. */
@Injectable()
export class Refusals implements OnApplicationShutdown {
  private readonly logger = new Logger(Refusals.name);
  private readonly listeners: Listener[] = [];
  private readonly telling = new Set<Promise<void>>();

  on(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Must be mounted after `rememberRequest`, so that listeners know which request it was. */
  readonly watch: RequestHandler = (request, response, next) => {
    const ended = () => {
      if (response.statusCode === 403 && request.caller) this.tell(request);
    };
    response.once('finish', AsyncResource.bind(ended));
    next();
  };

  /** Waits until everything that was refused has been told. */
  async settled(): Promise<void> {
    await Promise.all(this.telling);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private tell(request: Request): void {
    for (const listener of this.listeners) {
      const told = listener(request).catch((error: unknown) => this.logger.error(error));
      this.telling.add(told);
      void told.finally(() => this.telling.delete(told));
    }
  }
}
