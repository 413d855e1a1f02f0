/** Reads pieces of a chosen length from a stream whose chunks have any length. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private ahead: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The piece is shorter if the stream ends before. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [this.ahead];
    let had = this.ahead.length;
    while (had < length) {
      const next = await this.chunks.next();
      if (next.done) break;
      parts.push(next.value);
      had += next.value.length;
    }
    const all = Buffer.concat(parts);
    this.ahead = all.subarray(length);
    return all.subarray(0, length);
  }

  async *rest(): AsyncGenerator<Buffer> {
    if (this.ahead.length > 0) yield this.ahead;
    for (let next = await this.chunks.next(); !next.done; next = await this.chunks.next()) yield next.value;
  }

  /** The source is closed even if not all of it was read. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

/** Joins chunks of any length to pieces of at least this length, the last one apart. */
export async function* pieces(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let had = 0;
  for await (const chunk of source) {
    parts.push(chunk);
    had += chunk.length;
    if (had < length) continue;
    yield Buffer.concat(parts);
    parts = [];
    had = 0;
  }
  if (had > 0) yield Buffer.concat(parts);
}
