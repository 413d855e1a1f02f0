import { Injectable } from '@nestjs/common';
import {
  collectDefaultMetrics,
  Counter,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/** The library's default of 10 ms would wake an idle process a hundred times a second, and a tenth of a second ten times. */
const LAG_SAMPLE_MS = 1000;

export type Numbers = MetricObjectWithValues<MetricValue<string>>[];

@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private whole: () => Promise<string | undefined> = async () => undefined;

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MS });
  }

  counter(name: string, help: string, labelNames: string[] = []): Counter {
    return this.named(name, () => new Counter({ name, help, labelNames, registers: [this.registry] }));
  }

  histogram(name: string, help: string, labelNames: string[] = [], buckets?: number[]): Histogram {
    return this.named(
      name,
      () =>
        new Histogram({ name, help, labelNames, ...(buckets && { buckets }), registers: [this.registry] }),
    );
  }

  /** Where this is one of several processes of a program, `whole` tells the numbers of all. */
  askInstead(whole: () => Promise<string | undefined>): void {
    this.whole = whole;
  }

  async text(): Promise<string> {
    return (await this.whole()) ?? this.registry.metrics();
  }

  /** Those of this process alone. */
  numbers(): Promise<Numbers> {
    return this.registry.getMetricsAsJSON();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private named<T>(name: string, make: () => T): T {
    return (this.registry.getSingleMetric(name) as T | undefined) ?? make();
  }
}
