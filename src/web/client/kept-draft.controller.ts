import { Controller } from '@hotwired/stimulus';
import { Draft } from './draft.js';

/**
 * A colleague answered first, so the composer is gone. What was being written is shown here, to be copied, or to be sent
 * after taking over: the composer then finds the same draft.
 */
export class KeptDraftController extends Controller<HTMLElement> {
  static override targets = ['text', 'copy'];
  static override values = { key: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly copyTarget: HTMLElement;
  declare readonly keyValue: string;
  /** A redraw brings the block as the server knows it: hidden and empty. */
  private readonly redrawn = () => this.show();

  override connect(): void {
    this.show();
    document.addEventListener('turbo:render', this.redrawn);
  }

  override disconnect(): void {
    document.removeEventListener('turbo:render', this.redrawn);
  }

  discard(): void {
    this.draft.keep('');
    this.textTarget.value = '';
    this.element.hidden = true;
  }

  private show(): void {
    const draft = this.draft.read();
    if (draft !== '') this.textTarget.value = draft;
    this.element.hidden = this.textTarget.value.trim() === '';
    this.copyTarget.hidden = false;
  }

  private get draft(): Draft {
    return new Draft(this.keyValue);
  }
}
