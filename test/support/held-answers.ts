import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Keeps back what the server answers to one kind of request until the test lets it go. The request is done at once. */
export class HeldAnswers {
  private readonly held: (() => void)[] = [];
  private readonly came: (() => void)[] = [];
  private seen = 0;
  private stopped = false;

  constructor(
    private readonly http: Server,
    private readonly method: string,
    private readonly path: string,
  ) {
    http.prependListener('request', this.keep);
  }

  /** Waits until the server has done what so many requests asked. */
  async until(count: number): Promise<void> {
    while (this.seen < count) await new Promise<void>((resolve) => this.came.push(resolve));
  }

  /** Lets the oldest answer go. */
  release(): void {
    this.held.shift()?.();
  }

  /** What was kept back goes, and nothing is kept back any more. */
  stop(): void {
    this.stopped = true;
    this.http.off('request', this.keep);
    for (const go of this.held.splice(0)) go();
  }

  private readonly keep = (request: IncomingMessage, answer: ServerResponse) => {
    if (request.method !== this.method || request.url !== this.path) return;
    answer.cork();
    const end = answer.end.bind(answer) as (...given: unknown[]) => ServerResponse;
    answer.end = (...given: unknown[]) => {
      if (this.stopped) return end(...given);
      this.held.push(() => end(...given));
      this.seen += 1;
      for (const tell of this.came.splice(0)) tell();
      return answer;
    };
  };
}
