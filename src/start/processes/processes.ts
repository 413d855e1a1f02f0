import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Report } from './messages.js';
import { Place } from './place.js';
import { Sums } from './sums.js';

const ENTRANCE = fileURLToPath(new URL('one-of-several.js', import.meta.url));

/** The processes that serve pages at one port. The one that leads also does all that is done once. */
export class Processes {
  private readonly places: Place[];
  private readonly sums = new Sums();

  constructor(count: number) {
    cluster.setupPrimary({ exec: ENTRANCE, args: [] });
    cluster.on('message', (worker, report: Report) => this.hear(worker, report));
    cluster.on('exit', ({ id }) => this.sums.ended(id));
    this.places = Array.from({ length: count }, (_, index) => new Place(index === 0));
  }

  /**
   * Returns what the one that leads has to say, when all serve. It comes first, because it settles what must be settled
   * before anybody is served.
   */
  async start(databaseUrl: string): Promise<string> {
    const [leading, ...others] = this.places;
    const banner = await leading!.serves(databaseUrl, true);
    await Promise.all(others.map((place) => place.serves(databaseUrl, true)));
    for (const place of this.places) void place.keepFilled(databaseUrl);
    return banner;
  }

  async stop(): Promise<void> {
    await Promise.all(this.places.map((place) => place.leave()));
  }

  private hear(worker: Worker, report: Report): void {
    if (report.say === 'counted') this.sums.learn(worker.id, report.numbers);
    if (report.say === 'count-all') void this.count(worker);
  }

  private async count(asking: Worker): Promise<void> {
    await Promise.all(this.places.map((place) => place.counted()));
    const text = await this.sums.text();
    this.places.find((place) => place.holds(asking))?.order({ say: 'all-counted', text });
  }
}
