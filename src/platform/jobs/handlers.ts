import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { keptFailure } from '../http/index.js';
import { JOB } from './job.js';

export type Handler = (payload: unknown) => Promise<void>;

@Injectable()
export class JobHandlers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Throws if two methods handle the same job. */
  byName(): Map<string, Handler> {
    const handlers = new Map<string, Handler>();
    for (const instance of this.instances()) {
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        this.add(handlers, instance as Record<string, Handler>, method);
      }
    }
    return handlers;
  }

  private instances(): Set<object> {
    const provided = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return new Set(provided.filter((instance) => typeof instance === 'object' && instance !== null));
  }

  private add(handlers: Map<string, Handler>, instance: Record<string, Handler>, method: string): void {
    const handler = instance[method];
    if (typeof handler !== 'function') return;
    const name = this.reflector.get<string | undefined>(JOB, handler);
    if (name === undefined) return;
    if (handlers.has(name)) throw new Error(`Two methods do the job ${name}`);
    handlers.set(name, telling(handler.bind(instance)));
  }
}

/** The vendor's worker keeps the message of an error with the job, which people read in the list of failed jobs. */
function telling(handler: Handler): Handler {
  return async (payload) => {
    try {
      await handler(payload);
    } catch (error) {
      throw new Error(keptFailure(error), { cause: error });
    }
  };
}
