/** The percentiles are in milliseconds. */
export interface Timings {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface Load {
  lanes: number;
  seconds?: number;
}

export async function timed<T>(
  things: Iterable<T>,
  { lanes, seconds = Infinity }: Load,
  work: (thing: T, lane: number) => Promise<void>,
): Promise<Timings> {
  const took: number[] = [];
  const rest = things[Symbol.iterator]();
  const started = performance.now();
  const lane = async (number: number) => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const thing = next.value;
      const begun = performance.now();
      await work(thing, number);
      took.push(performance.now() - begun);
      if (performance.now() - started > seconds * 1000) break;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return { perSecond: (took.length * 1000) / (performance.now() - started), ...percentiles(took) };
}

/** Of several turns, the one with the middle rate. */
export function middle(turns: Timings[]): Timings {
  return [...turns].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(turns.length / 2)]!;
}

export function percentiles(took: number[]): Pick<Timings, 'p50' | 'p95' | 'p99'> {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
