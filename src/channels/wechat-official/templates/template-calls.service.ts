import { Injectable } from '@nestjs/common';
import type { WechatAccount } from '../account.js';
import { ApiError, meaningOf } from '../api/api-errors.js';
import { WechatApi } from '../api/api.service.js';
import type { Fields } from '../fields.js';
import { withCode } from '../send-outcome.js';
import { TemplateFaults } from './template-faults.service.js';
import { narrower, type TemplateData } from './template-data.js';

export interface Card {
  touser: string;
  template_id: string;
  data: TemplateData;
  url?: string;
  page?: string;
  client_msg_id?: string;
}

@Injectable()
export class TemplateCalls {
  constructor(
    private readonly api: WechatApi,
    private readonly faults: TemplateFaults,
  ) {}

  async post(account: WechatAccount, path: string, card: Card, purpose: string): Promise<Fields> {
    try {
      return await this.corrected(account, path, card);
    } catch (error) {
      const fault = error instanceof ApiError ? faultOf(error, card) : undefined;
      if (fault) await this.faults.refused(account.channel, { ...fault, purpose });
      throw error;
    }
  }

  /**
   * If WeChat refuses a value, a narrower value of the same meaning is tried once. The refused card was not
   * shown.
   */
  private async corrected(account: WechatAccount, path: string, card: Card): Promise<Fields> {
    try {
      return await this.api.post(account, path, card);
    } catch (error) {
      const data = error instanceof ApiError && error.field && narrower(card.data, error.field);
      if (!data) throw error;
      return this.api.post(account, path, { ...card, data });
    }
  }
}

const FAULTS = ['template_gone', 'template_value_refused', 'content_refused'];

function faultOf(error: ApiError, { template_id: templateId }: Card) {
  const { reason } = meaningOf(error.code);
  const { field } = error;
  return FAULTS.includes(reason)
    ? {
        templateId,
        reason: withCode(reason, error),
        gone: reason === 'template_gone',
        ...(field && { field }),
      }
    : undefined;
}
