import { createHash, createHmac, randomUUID } from 'node:crypto';
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
  /** Parts of what is not whole yet, by upload. */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  /** What whoever uploads wants to be told with a file again, by upload and then by name. */
  readonly marks = new Map<string, string>();
  /** The next file that is put together is kept, and the answer is lost. */
  losesAnswer = false;
  readonly asked: string[] = [];
  /** Some buckets do not know the header that keeps a file from being replaced. */
  knowsConditions = true;
  /** The next requests are answered with these statuses. */
  readonly moods: number[] = [];
  private readonly tags = new WeakMap<Buffer, string>();
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
    const { pathname: name, search, searchParams: query } = new URL(request.url ?? '', this.url);
    if (query.has('list-type')) return void response.end(this.listed(name + search));
    if (query.has('uploads')) return void response.end(this.begun(request));
    if (query.has('uploadId')) return this.upload(request, response, { name, query, body });
    if (request.method === 'PUT') this.put(name, body);
    const found = this.objects.get(name);
    if (request.method === 'DELETE') this.objects.delete(name);
    if (found) this.give(request, response, { name, found });
    else fail(response, 404, 'NoSuchKey');
  }

  private put(name: string, body: Buffer): void {
    this.objects.set(name, body);
    this.tags.set(body, etag(body));
    this.written.set(name, new Date());
  }

  private give(
    { method, headers }: IncomingMessage,
    response: ServerResponse,
    { name, found }: { name: string; found: Buffer },
  ): void {
    const asked = headers['if-match'];
    const tag = this.tags.get(found) ?? etag(found);
    if (asked !== undefined && asked !== tag) return fail(response, 412, 'PreconditionFailed');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const part = from === undefined ? found : found.subarray(Number(from), Number(to) + 1);
    const length = method === 'PUT' || method === 'DELETE' ? 0 : part.length;
    const written = this.written.get(name)?.toUTCString() ?? '';
    const mark = this.marks.get(name);
    const said = {
      'last-modified': written,
      etag: tag,
      'content-length': length,
      ...(mark && { [MARK]: mark }),
    };
    response.writeHead(from === undefined ? 200 : 206, said);
    response.end(method === 'GET' ? part : '');
  }

  private begun({ headers }: IncomingMessage): string {
    const id = randomUUID();
    this.marks.set(id, String(headers[MARK] ?? ''));
    this.uploads.set(id, new Map());
    return `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
  }

  /** Takes a part, puts them together, or throws them away, with the limits that S3 has. */
  private upload(
    { method, headers }: IncomingMessage,
    response: ServerResponse,
    { name, query, body }: { name: string; query: URLSearchParams; body: Buffer },
  ): void {
    const id = query.get('uploadId') ?? '';
    const parts = this.uploads.get(id);
    if (!parts) return fail(response, 404, 'NoSuchUpload');
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body);
      return void response.writeHead(200, { etag: etag(body) }).end();
    }
    if (method === 'POST' && headers['if-none-match'] === '*') {
      if (!this.knowsConditions) return fail(response, 501, 'NotImplemented');
      if (this.objects.has(name)) return fail(response, 412, 'PreconditionFailed');
    }
    this.uploads.delete(id);
    if (method === 'DELETE') return void response.writeHead(204).end();
    const told = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g)];
    const put = told.map(([, number, tag]) => ({ tag, bytes: parts.get(Number(number)) }));
    if (put.some(({ tag, bytes }) => !bytes || etag(bytes) !== tag))
      return fail(response, 400, 'InvalidPart');
    const small = put.slice(0, -1).some(({ bytes }) => bytes!.length < SMALLEST_PART);
    if (small || put.length === 0) return fail(response, 400, 'EntityTooSmall');
    this.put(name, Buffer.concat(put.map(({ bytes }) => bytes!)));
    this.marks.set(name, this.marks.get(id) ?? '');
    if (this.losesAnswer) return fail(response, 500, 'InternalError');
    response.end('<CompleteMultipartUploadResult/>');
  }
}

const MARK = 'x-amz-meta-huiyin-upload';
const SMALLEST_PART = 5 * 1024 ** 2;
const etag = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

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
