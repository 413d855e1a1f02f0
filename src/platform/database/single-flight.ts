/** Callers that ask for the same thing while it is being fetched share one result and one connection. */
export class SingleFlight<T> {
  private readonly underWay = new Map<string, Promise<T>>();

  run(key: string, work: () => Promise<T>): Promise<T> {
    const begun = this.underWay.get(key);
    if (begun) return begun;
    const promise = work().finally(() => this.underWay.delete(key));
    this.underWay.set(key, promise);
    return promise;
  }
}
