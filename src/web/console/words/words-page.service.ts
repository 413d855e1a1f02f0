import { Injectable } from '@nestjs/common';
import { requireId } from '../../../platform/http/index.js';
import { back, type FormPage, type Refused } from '../../forms/index.js';
import { SealedWords } from '../../queries/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class WordsPage implements FormPage {
  constructor(
    private readonly sealed: SealedWords,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return back(request, '/inbox');
  }

  async reveal(request: MemberRequest, messageId: string): Promise<string> {
    return this.draw(request, messageId, { text: await this.sealed.reveal(readerOf(request), messageId) });
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const id = requireId(String(request.params.id));
    await this.sealed.customerOf(readerOf(request), id);
    return this.draw(request, id, { refused });
  }

  private draw(request: MemberRequest, messageId: string, shown: object): Promise<string> {
    return this.workbench.render(request, 'console/words', { messageId, ...shown, back: this.home(request) });
  }
}
