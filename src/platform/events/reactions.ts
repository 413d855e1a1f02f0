import { Injectable, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { EventName, Recorded } from './event.js';

const REACTS = 'huiyin:reacts';

/**
 * The method runs in the transaction that records the event, and an error rolls it back. It may change the
 * tables of its own room, but it must not use the network.
 */
export const Reacts = (...names: EventName[]) => SetMetadata(REACTS, names);

type Reaction = (event: Recorded) => Promise<void>;

@Injectable()
export class Reactions implements OnModuleInit {
  private readonly byName = new Map<string, Reaction[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders() as { instance: unknown }[]) {
      if (!instance || typeof instance !== 'object') continue;
      const methods = this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object);
      for (const method of methods) this.add(instance as Record<string, Reaction>, method);
    }
  }

  async run(event: Recorded): Promise<void> {
    for (const reaction of this.byName.get(event.name) ?? []) await reaction(event);
  }

  private add(instance: Record<string, Reaction>, method: string): void {
    const reaction = instance[method];
    if (typeof reaction !== 'function') return;
    for (const name of this.reflector.get<string[] | undefined>(REACTS, reaction) ?? []) {
      this.byName.set(name, [...(this.byName.get(name) ?? []), reaction.bind(instance)]);
    }
  }
}
