import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI', region: 'cn-north-1' };

/**
 * This bucket speaks S3's protocol and refuses requests that are not signed as its manual says (Signature Version
 * 4).
 */
export class BucketStandIn {
  readonly objects = new Map<string, Buffer>();
  readonly written = new Map<string, Date>();
  readonly asked: string[] = [];
  /** The next requests are answered with these statuses. */
  readonly moods: number[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/huiyin`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    this.asked.push(`${request.method} ${request.url}`);
    const mood = this.moods.shift();
    if (mood) return fail(response, mood, 'SlowDown');
    if (!signed(request, body)) return fail(response, 403, 'SignatureDoesNotMatch');
    this.answer(request, response, body);
  }

  /** Two names a page, as a bucket with many would. */
  private listed(asked: string): string {
    const names = [...this.objects.keys()].sort();
    const from = Number(new URL(asked, this.url).searchParams.get('continuation-token') ?? 0);
    const contents = names.slice(from, from + 2).map((name) => {
      const key = name.slice('/huiyin/'.length);
      const at = this.written.get(name) ?? new Date();
      return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`;
    });
    const next = from + 2 < names.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
    return `<ListBucketResult>${contents.join('')}${next}</ListBucketResult>`;
  }

  private answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const name = request.url ?? '';
    if (name.includes('?list-type=2')) return void response.end(this.listed(name));
    if (request.method === 'PUT') this.written.set(name, new Date());
    if (request.method === 'PUT') this.objects.set(name, body);
    const found = this.objects.get(name);
    if (request.method === 'DELETE') this.objects.delete(name);
    const written = this.written.get(name);
    if (written) response.setHeader('last-modified', written.toUTCString());
    if (found) response.end(request.method === 'GET' ? found : '');
    else fail(response, 404, 'NoSuchKey');
  }
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status;
  response.end(`<Error><Code>${code}</Code><AWSAccessKeyId>${KEYS.accessKeyId}</AWSAccessKeyId></Error>`);
}

function signed(request: IncomingMessage, body: Buffer): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    request.headers.authorization ?? '',
  );
  const [, credential = '', names = '', signature] = given ?? [];
  const [keyId, day = '', region = '', service = '', end] = credential.split('/');
  const scope = `${day}/${region}/${service}/${end}`;
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  const bodyTrue = bodyHash === 'UNSIGNED-PAYLOAD' ? body.length === 0 : bodyHash === sha256(body);
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [request.method, path, sortedQuery(query), headers.join(''), names, bodyHash].join('\n');
  const date = String(request.headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(Buffer.from(canonical))].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${KEYS.secretAccessKey}`),
  );
  const fits = [keyId, region, service, end].join() === `${KEYS.accessKeyId},${KEYS.region},s3,aws4_request`;
  return fits && bodyTrue && date.startsWith(day) && hmac(key, text).toString('hex') === signature;
}

const sortedQuery = (query: string) => query.split('&').sort().join('&');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
