import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What the issuer knows of whoever signs in next. */
export interface Person {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  groups?: unknown;
}

interface Code {
  person: Person;
  challenge: string;
  nonce: string;
  returnTo: string;
  used: boolean;
}

export const CLIENT = { id: 'huiyin', secret: 'geheim-client-secret' };

/** An OpenID Connect issuer on loopback that signs real tokens, and lies where a test tells it to. */
export class StandInIssuer {
  person: Person = { sub: 'nobody' };
  /** The ID token says this instead. */
  twist: (payload: JWTPayload) => JWTPayload = (payload) => payload;
  signs: 'own' | 'other' | 'none' | 'with the secret' = 'own';
  /** Groups stand in the answer about the person and not in the token. */
  thin = false;
  denies = false;
  /** A careless issuer takes a code twice. */
  careless = false;
  /** The paths that were asked, with their query. */
  readonly asked: string[] = [];
  private readonly codes = new Map<string, Code>();
  private readonly tokens = new Map<string, Person>();

  private constructor(
    private readonly server: Server,
    private readonly own: KeyPair,
    private readonly other: KeyPair,
  ) {
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response),
    );
  }

  static async open(): Promise<StandInIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StandInIssuer(server, await generateKeyPair('RS256'), await generateKeyPair('RS256'));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Back to what is honest. */
  reset(): void {
    Object.assign(this, { signs: 'own', thin: false, denies: false, careless: false });
    this.twist = (payload) => payload;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.asked.push(url.pathname + url.search);
    const body = new URLSearchParams(await textOf(request));
    const send = (status: number, sent: object, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(sent));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void send(200, this.metadata());
      case '/jwks':
        return void send(200, {
          keys: [{ ...(await exportJWK(this.own.publicKey)), kid: 'one', alg: 'RS256' }],
        });
      case '/authorize':
        return void send(302, {}, { location: this.lead(url.searchParams).href });
      case '/token': {
        const [status, sent] = await this.redeem(body);
        return void send(status, sent);
      }
      case '/userinfo':
        return void send(
          200,
          this.tokens.get(request.headers.authorization?.slice('Bearer '.length) ?? '') ?? {},
        );
      default:
        return void send(404, {});
    }
  }

  private metadata(): object {
    const at = (path: string) => `${this.url}${path}`;
    return {
      issuer: this.url,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      userinfo_endpoint: at('/userinfo'),
      jwks_uri: at('/jwks'),
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  private lead(asked: URLSearchParams): URL {
    const returnTo = new URL(asked.get('redirect_uri') ?? '');
    const code = randomBytes(16).toString('hex');
    const isProven = asked.get('code_challenge_method') === 'S256' && asked.get('client_id') === CLIENT.id;
    if (!isProven) throw new Error('The program began without a challenge');
    this.codes.set(code, {
      ...{ person: this.person, used: false, returnTo: returnTo.href },
      ...{ challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '' },
    });
    const said: Record<string, string> = this.denies ? { error: 'access_denied' } : { code };
    const state = asked.get('state') ?? '';
    returnTo.search = new URLSearchParams({ ...said, state, iss: this.url }).toString();
    return returnTo;
  }

  private async redeem(sent: URLSearchParams): Promise<[number, object]> {
    if (sent.get('client_secret') !== CLIENT.secret) return [401, { error: 'invalid_client' }];
    const code = this.codes.get(sent.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    const isFit = code && verifier === code.challenge && sent.get('redirect_uri') === code.returnTo;
    if (!isFit || (code.used && !this.careless)) return [400, { error: 'invalid_grant' }];
    code.used = true;
    const access_token = randomBytes(16).toString('hex');
    this.tokens.set(access_token, code.person);
    return [200, { access_token, token_type: 'Bearer', expires_in: 300, id_token: await this.sign(code) }];
  }

  private async sign({ person, nonce }: Code): Promise<string> {
    const { groups, ...rest } = person;
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, exp: now + 300 };
    const claims = { ...rest, ...(!this.thin && { groups }), nonce };
    const payload = this.twist({ iss: this.url, aud: CLIENT.id, ...times, ...claims });
    if (this.signs === 'none') return new UnsecuredJWT(payload).encode();
    const token = (alg: string) => new SignJWT(payload).setProtectedHeader({ alg, kid: 'one' });
    if (this.signs === 'with the secret') return token('HS256').sign(Buffer.from(CLIENT.secret.padEnd(32)));
    return token('RS256').sign((this.signs === 'own' ? this.own : this.other).privateKey);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
