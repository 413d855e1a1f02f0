import { Injectable } from '@nestjs/common';
import { entitled } from './abilities.js';
import { AccessTokens } from './access-token.service.js';
import type { WechatAccount } from './account.js';
import { readAnswer } from './api-answer.js';
import { ApiError, NotEntitled } from './api-errors.js';
import { exchange } from './exchange.js';
import type { Fields } from './fields.js';

const ANSWER_LIMIT = 1024 * 1024;

/** WeChat's server API. Throws `ApiError`, `NotEntitled`, `NotSent`, `Unanswered` or `NoToken`; each failed call is made once. */
@Injectable()
export class WechatApi {
  constructor(private readonly tokens: AccessTokens) {}

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

  /** A binary answer of at most `limit` bytes. An error comes as JSON, with 200 and any media type at all. */
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
    if (!entitled(account, path)) {
      throw new NotEntitled();
    }
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
