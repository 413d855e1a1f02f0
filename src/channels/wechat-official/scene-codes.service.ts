import { Injectable } from '@nestjs/common';
import { WechatAccounts } from './accounts.service.js';
import { WechatApi } from './api/api.service.js';
import { required } from './fields.js';
import { outcomeOf } from './send-outcome.js';

const CREATE = '/cgi-bin/qrcode/create';

/** Only verified service accounts may make QR codes; WeChat refuses others with 48001. */
@Injectable()
export class WechatSceneCodes {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly api: WechatApi,
  ) {}

  async make(
    accountId: string,
    scene: string,
    seconds: number,
  ): Promise<{ text: string } | { reason: string }> {
    const account = await this.accounts.byId(accountId);
    if (!account) return { reason: 'no_account' };
    try {
      const body = {
        expire_seconds: seconds,
        action_name: 'QR_STR_SCENE',
        action_info: { scene: { scene_str: scene } },
      };
      return { text: required(await this.api.post(account, CREATE, body), 'url') };
    } catch (error) {
      const outcome = outcomeOf(error, 'template');
      return { reason: outcome.state === 'accepted' ? 'unknown_code' : outcome.reason };
    }
  }
}
