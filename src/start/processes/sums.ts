import { AggregatorRegistry } from 'prom-client';
import type { Numbers } from '../../platform/http/index.js';

/** The numbers of all processes together. What one that ended had counted stays counted. */
export class Sums {
  private readonly known = new Map<number, Numbers>();
  private past: Promise<Numbers> = Promise.resolve([]);

  /** `process` stands for the one that counted them. */
  learn(process: number, numbers: Numbers): void {
    this.known.set(process, numbers);
  }

  ended(process: number): void {
    const counted = (this.known.get(process) ?? []).filter(onlyGrows);
    this.known.delete(process);
    this.past = this.past.then((past) => AggregatorRegistry.aggregate([past, counted]).getMetricsAsJSON());
  }

  async text(): Promise<string> {
    const [past, living] = [this.past, [...this.known.values()]];
    return AggregatorRegistry.aggregate([...living, await past]).metrics();
  }
}

/** A sum that fell because a process ended would look like a new beginning to whoever reads it. */
function onlyGrows({ type }: Numbers[number]): boolean {
  return ['counter', 'histogram'].includes(String(type));
}
