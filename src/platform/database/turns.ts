/** Tasks of one key run one after the other, in the order in which they came. Those of other keys do not wait for them. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const done = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.last.get(key) === done) this.last.delete(key);
      });
    this.last.set(key, done);
    return turn;
  }
}
