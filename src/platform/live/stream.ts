import type { ServerResponse } from 'node:http';

/**
 * A browser that stopped reading may leave this much unread; then its stream is cut. It reads everything
 * again when it reconnects.
 */
const MAX_UNREAD_BYTES = 256 * 1024;

export class Stream {
  constructor(private readonly response: ServerResponse) {}

  /** `id` makes the browser send `Last-Event-ID` when it reconnects. */
  start(id: string, retryMs: number): void {
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // `no-transform` stops proxies and compression from holding events back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    this.response.flushHeaders();
    this.write(`retry: ${retryMs}\nid: ${id}\n\n`);
  }

  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  beat(): void {
    this.write(':\n\n');
  }

  end(): void {
    this.response.end();
  }

  onClosed(callback: () => void): void {
    this.response.once('close', callback);
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    this.response.write(text);
    if (this.response.writableLength > MAX_UNREAD_BYTES) this.response.destroy();
  }
}
