import { Injectable } from '@nestjs/common';
import { may, neededFor } from '../abilities.js';
import { AccessTokens } from './access-token.service.js';
import { AccountAbilities } from '../account-abilities.service.js';
import type { WechatAccount } from '../account.js';
import { readAnswer } from './api-answer.js';
import { Held } from '../../../platform/held/index.js';
import { ApiError, meaningOf, NotEntitled, NotSent } from './api-errors.js';
import { exchange } from './exchange.js';
import type { Fields } from '../fields.js';
import { withCode } from '../send-outcome.js';

const ANSWER_LIMIT = 1024 * 1024;
const NOT_GRANTED = 48001;

/**
 * Throws `ApiError`, `NotEntitled`, `NotSent`, `Unanswered` or `NoToken`. Only a call with a refused token is
 * repeated.
 */
@Injectable()
export class WechatApi {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly abilities: AccountAbilities,
    private readonly held: Held,
  ) {}

  async post(account: WechatAccount, path: string, body: object): Promise<Fields> {
    return this.withToken(account, path, async (token) => {
      const url = `${account.apiUrl}${path}?access_token=${encodeURIComponent(token)}`;
      return readAnswer(await exchange({ url, body, limit: ANSWER_LIMIT }));
    });
  }

  async get(account: WechatAccount, pathAndQuery: string): Promise<Fields> {
    return this.withToken(account, pathAndQuery, async (token) => {
      const url = `${account.apiUrl}${pathAndQuery}&access_token=${encodeURIComponent(token)}`;
      return readAnswer(await exchange({ url, limit: ANSWER_LIMIT }));
    });
  }

  async upload(account: WechatAccount, pathAndQuery: string, form: FormData): Promise<Fields> {
    return this.withToken(account, pathAndQuery, async (token) => {
      const url = `${account.apiUrl}${pathAndQuery}&access_token=${encodeURIComponent(token)}`;
      return readAnswer(await exchange({ url, form, limit: ANSWER_LIMIT }));
    });
  }

  /** WeChat sends errors as JSON, with status 200 and any media type. */
  async download(account: WechatAccount, pathAndQuery: string, limit: number): Promise<Buffer> {
    return this.withToken(account, pathAndQuery, async (token) => {
      const url = `${account.apiUrl}${pathAndQuery}&access_token=${encodeURIComponent(token)}`;
      const bytes = await exchange({ url, limit });
      if (bytes.subarray(0, 1).toString() === '{') {
        readAnswer(bytes);
      }
      return bytes;
    });
  }

  private async withToken<T>(
    account: WechatAccount,
    path: string,
    work: (token: string) => Promise<T>,
  ): Promise<T> {
    if (await this.held.isHeld()) throw new NotSent('held');
    const ability = neededFor(path);
    if (ability && !may(account, ability)) {
      throw new NotEntitled(account.refused[ability]);
    }
    try {
      return await this.granted(account, work);
    } catch (error) {
      if (ability && error instanceof ApiError && error.code === NOT_GRANTED)
        await this.abilities.refused(account, ability, withCode(meaningOf(error.code).reason, error));
      throw error;
    }
  }

  private async granted<T>(account: WechatAccount, work: (token: string) => Promise<T>): Promise<T> {
    const token = await this.tokens.current(account);
    try {
      return await work(token.text);
    } catch (error) {
      if (!(error instanceof ApiError && error.tokenRefused)) {
        throw error;
      }
      const renewed = await this.tokens.renewed(account, token);
      return work(renewed.text);
    }
  }
}
