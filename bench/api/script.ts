import { Agent, request } from 'node:http';

/** Asks the API in the name of one token. Throws unless the answer is one of success. */
export class Script {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  async sends<T>(method: 'POST' | 'PUT', path: string, body: object = {}): Promise<T> {
    return JSON.parse(await this.ask(method, path, JSON.stringify(body))) as T;
  }

  async reads<T>(path: string): Promise<T> {
    return JSON.parse(await this.ask('GET', path)) as T;
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(method: string, path: string, body?: string): Promise<string> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
    };
    return new Promise((done, fail) => {
      const call = request(
        `${this.origin}/api/v1/${path}`,
        { method, agent: this.agent, headers },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.once('end', () => {
            const text = Buffer.concat(parts).toString();
            if (answer.statusCode! < 300) done(text);
            else fail(new Error(`${method} ${path} was answered ${answer.statusCode}: ${text}`));
          });
        },
      );
      call.once('error', fail).end(body);
    });
  }
}
