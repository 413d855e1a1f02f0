import { Injectable } from '@nestjs/common';
import { type WechatAccount, WechatAccounts, WechatTemplates } from '../channels/wechat-official/index.js';
import { Sandbox, type SandboxPerson } from '../sandbox/index.js';
import { MENU, SHOP } from './account.js';
import { Acquaintance } from './acquaintance.service.js';
import { type CustomerKey, CUSTOMERS } from './cast.js';
import { TEMPLATES } from './templates.js';

/** Both ends of the demonstration's connection are in this program. */
export interface WireSecrets {
  appSecret: string;
  token: string;
  aesKey: string;
}

@Injectable()
export class Wire {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly templates: WechatTemplates,
    private readonly sandbox: Sandbox,
    private readonly acquaintance: Acquaintance,
  ) {}

  async connect(origin: string, secrets: WireSecrets): Promise<void> {
    if (!(await this.accounts.byKey(SHOP.key))) {
      await this.accounts.add({ ...SHOP, ...secrets, mode: 'safe', apiUrl: apiOf(origin) });
    }
    const account = await this.lead(origin);
    await this.bindTemplates(account);
    await this.acquaintance.makeWith(account.channel.id);
  }

  /** The program may listen at another address than at its last start, so both ends are told. */
  async lead(origin: string): Promise<WechatAccount> {
    const account = await this.accounts.byKey(SHOP.key);
    if (!account) throw new Error('The demonstration account is gone: start on an empty data folder');
    await this.accounts.reachAt(account.channel.id, apiOf(origin));
    const { appId, originalId, appSecret, token, aesKey, mode } = account;
    const callbackUrl = `${origin}/channels/wechat/${SHOP.key}`;
    const wired = { appId, originalId, appSecret, token, aesKey, mode, callbackUrl };
    await this.sandbox.install({
      account: { ...wired, name: SHOP.name, menu: MENU, templates: TEMPLATES },
      people: (Object.keys(CUSTOMERS) as CustomerKey[]).map((key) => this.personOf(key)),
    });
    return account;
  }

  /** Only templates reach a customer whose reply window is closed. */
  private async bindTemplates(account: WechatAccount): Promise<void> {
    for (const { id: templateId, kind, purposes, facts: fields } of TEMPLATES) {
      for (const purpose of purposes) {
        await this.templates.bind(account.channel.id, purpose, 'zh-CN', { templateId, fields, kind });
      }
    }
  }

  private personOf(key: CustomerKey): SandboxPerson {
    const { openid, name, language } = CUSTOMERS[key];
    return { openid, name, language, followedAt: this.acquaintance.since(key) };
  }
}

function apiOf(origin: string): string {
  return `${origin}/sandbox/wechat`;
}
