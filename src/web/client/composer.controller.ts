import { Controller } from '@hotwired/stimulus';
import { belongsToInputMethod } from './composing.js';
import { Draft, joined } from './draft.js';

const LINES = 8;

/**
 * Enter sends and Shift+Enter breaks the line. Each conversation has its own draft, under `data-composer-key-value`.
 */
export class ComposerController extends Controller<HTMLFormElement> {
  static override targets = ['field', 'send', 'waiting'];
  static override values = { key: String };
  declare readonly fieldTarget: HTMLTextAreaElement;
  declare readonly hasFieldTarget: boolean;
  declare readonly sendTarget: HTMLButtonElement;
  declare readonly hasSendTarget: boolean;
  declare readonly waitingTarget: HTMLElement;
  private held = false;
  declare readonly keyValue: string;

  fieldTargetConnected(field: HTMLTextAreaElement): void {
    if (field.value === '') field.value = this.draft.read();
    this.grow();
  }

  typed(): void {
    this.draft.keep(this.fieldTarget.value);
    this.grow();
  }

  key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || belongsToInputMethod(event)) return;
    event.preventDefault();
    const attached = 'attached' in this.element.dataset;
    if (attached || this.fieldTarget.value.trim() !== '') this.element.requestSubmit(this.submitter);
  }

  /** Without a network the text stays in the field. It certainly was not sent, so it may go by itself later. */
  hold(event: SubmitEvent): void {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = true;
    this.waitingTarget.hidden = false;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.waitingTarget.hidden = true;
    if (this.fieldTarget.value.trim() !== '') this.element.requestSubmit(this.submitter);
  }

  /** What stood in the form is being sent, and the next words can be written. */
  taken(): void {
    this.fieldTarget.value = '';
    for (const box of this.element.querySelectorAll<HTMLInputElement>('[type="radio"], [type="checkbox"]')) {
      box.checked = box.defaultChecked;
    }
    this.typed();
    this.fieldTarget.focus();
    this.showEnd();
  }

  returned({ detail: { text, note } }: CustomEvent<{ text: string; note: boolean }>): void {
    if (!this.hasFieldTarget) return;
    this.fieldTarget.value = joined(text, this.fieldTarget.value);
    const asNote = this.element.querySelector<HTMLInputElement>('[value="note"]');
    if (note && asNote) asNote.checked = true;
    this.typed();
  }

  sent(event: CustomEvent<{ success: boolean }>): void {
    if (!event.detail.success) return;
    document.addEventListener('turbo:render', () => this.showEnd(), { once: true });
  }

  /** The writer switched between reply and note. The focus lets writing go on at once. */
  focus(): void {
    this.fieldTarget.focus();
  }

  insert(event: { params: { text?: string } }): void {
    const field = this.fieldTarget;
    field.setRangeText(event.params.text ?? '', field.selectionStart, field.selectionEnd, 'end');
    this.typed();
    field.focus();
  }

  /** On a long page the field would hide the new message, which is at the end of the part above. */
  private showEnd(): void {
    const end = this.element.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
    const hidden = end - this.element.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy({ top: hidden });
  }

  private grow(): void {
    const field = this.fieldTarget;
    const line = parseFloat(getComputedStyle(field).lineHeight);
    field.style.height = 'auto';
    const padding = field.offsetHeight - field.clientHeight + 16;
    field.style.height = `${Math.min(field.scrollHeight, line * LINES + padding)}px`;
  }

  private get submitter(): HTMLButtonElement | undefined {
    return this.hasSendTarget ? this.sendTarget : undefined;
  }

  private get draft(): Draft {
    return new Draft(this.keyValue);
  }
}
