import { Injectable } from '@nestjs/common';
import type { Outbound, SendOutcome } from '../../delivery/index.js';
import type { WechatAccount } from './account.js';
import { ApiError } from './api/api-errors.js';
import { WechatApi } from './api/api.service.js';
import { customerMessage, fits, inWords, type Uploaded } from './customer-message.js';
import { gaveUp } from './send-outcome.js';
import { UnfitFile, type UploadKind, WechatUploads } from './media/uploads.service.js';

export const CUSTOMER_SEND = '/cgi-bin/message/custom/send';
const MEDIA_GONE = 40007;
const WRONG_TYPE = 45162;

@Injectable()
export class CustomerMessages {
  constructor(
    private readonly api: WechatApi,
    private readonly uploads: WechatUploads,
  ) {}

  async send(account: WechatAccount, outbound: Outbound): Promise<SendOutcome> {
    if (!fits(outbound.content.text)) {
      return gaveUp('too_long');
    }
    try {
      await this.post(account, outbound);
      return { state: 'accepted' };
    } catch (error) {
      if (error instanceof UnfitFile) {
        return gaveUp(error.reason);
      }
      throw error;
    }
  }

  // If WeChat refuses a message because of its kind or its file, the customer saw nothing. So it is sent once
  // more in another form.
  private async post(account: WechatAccount, outbound: Outbound): Promise<void> {
    const uploaded = await this.uploaded(account, outbound, {});
    try {
      await this.api.post(account, CUSTOMER_SEND, bodyOf(outbound, uploaded));
    } catch (error) {
      const other =
        error instanceof ApiError && (await this.otherWay(account, outbound, { error, uploaded }));
      if (!other) {
        throw error;
      }
      await this.api.post(account, CUSTOMER_SEND, other);
    }
  }

  private async otherWay(
    account: WechatAccount,
    outbound: Outbound,
    { error, uploaded }: { error: ApiError; uploaded: Uploaded },
  ): Promise<object | undefined> {
    if (error.code === MEDIA_GONE && outbound.content.attachment) {
      return bodyOf(outbound, await this.uploaded(account, outbound, uploaded));
    }
    const text = error.code === WRONG_TYPE ? inWords(outbound.content) : undefined;
    return text && fits(text) ? bodyOf({ ...outbound, content: { text } }, {}) : undefined;
  }

  private async uploaded(
    account: WechatAccount,
    { content, messageId }: Outbound,
    forgotten: Uploaded,
  ): Promise<Uploaded> {
    const kind = fileOf(content.attachment?.kind);
    if (kind === 'thumb') {
      return { thumbnailId: await this.uploads.mediaId(account, messageId, kind, forgotten.thumbnailId) };
    }
    return kind ? { mediaId: await this.uploads.mediaId(account, messageId, kind, forgotten.mediaId) } : {};
  }
}

function bodyOf({ externalId, content }: Outbound, uploaded: Uploaded): object {
  return { touser: externalId, ...customerMessage(content, uploaded) };
}

function fileOf(attachment: string | undefined): UploadKind | undefined {
  if (attachment === 'image' || attachment === 'voice' || attachment === 'video') {
    return attachment;
  }
  return attachment === 'mini_program' ? 'thumb' : undefined;
}
