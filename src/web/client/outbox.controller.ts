import { Controller } from '@hotwired/stimulus';
import { Draft, joined } from './draft.js';

interface Sent {
  data: FormData;
  bubble?: HTMLElement | undefined;
}

type Submission = CustomEvent<{
  formSubmission: { submitter?: HTMLButtonElement };
  success?: boolean;
  fetchResponse?: { responseHTML: Promise<string | undefined> };
}>;

const WORDS = '.bubble, .moment-quote, .moment-text';
let bubbles = 0;

/**
 * Shows at once what is sent, until the page that answers shows it as the server knows it. What was not sent goes back
 * into the field. One thing is sent after the other, because Turbo forgets a form when the next one is sent.
 */
export class OutboxController extends Controller<HTMLFormElement> {
  static override targets = ['draft', 'status', 'failed'];
  static override values = { key: String, sending: String };
  declare readonly draftTargets: HTMLTemplateElement[];
  declare readonly statusTarget: HTMLElement;
  declare readonly failedTarget: HTMLElement;
  declare readonly keyValue: string;
  declare readonly sendingValue: string;
  private underWay: Sent | undefined;
  private answer: 'missing' | 'begun' | 'read' = 'missing';
  private waiting: Sent[] = [];

  override disconnect(): void {
    this.leave();
    this.forget();
  }

  /** Whoever leaves the page before the answer finds the words again. */
  leave(): void {
    const draft = new Draft(this.keyValue);
    draft.keep(joined(...this.unanswered().map(textOf), draft.read()));
  }

  queue(event: SubmitEvent): void {
    if (!this.underWay || this.isResuming) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const next = this.take(event.submitter);
    if (textOf(next) !== '') this.waiting.push(next);
  }

  /** What waited goes as it was written, whatever stands in the form now. */
  fill({ formData }: FormDataEvent): void {
    if (!this.underWay || !this.isResuming) return;
    for (const name of [...formData.keys()]) formData.delete(name);
    for (const [name, value] of this.underWay.data) formData.append(name, value);
  }

  started({ detail: { formSubmission } }: Submission): void {
    // Turbo disables the button until the answer, but the next reply can be sent before.
    if (formSubmission.submitter) formSubmission.submitter.disabled = false;
    this.underWay ??= this.take(formSubmission.submitter);
    this.answer = 'missing';
    this.failedTarget.hidden = true;
  }

  answered({ detail: { success, fetchResponse } }: Submission): void {
    if (!success) return this.giveBack(fetchResponse === undefined);
    this.underWay?.bubble?.removeAttribute('data-turbo-permanent');
    this.answer = 'begun';
    // Another page, which was on its way before, may still be shown first.
    void fetchResponse?.responseHTML.then(() => (this.answer = 'read'));
  }

  loaded(): void {
    if (this.answer !== 'read') return;
    this.underWay?.bubble?.remove();
    this.answer = 'missing';
    this.underWay = this.waiting.shift();
    if (this.underWay) this.resume();
    else this.statusTarget.textContent = '';
  }

  private resume(): void {
    if (!navigator.onLine) return this.giveBack(false);
    this.element.dataset['resumed'] = '';
    this.element.requestSubmit();
    delete this.element.dataset['resumed'];
  }

  private giveBack(unanswered: boolean): void {
    const sent = this.unanswered();
    this.forget();
    // A customer must never read what was written as a note.
    const note = sent.some(isNote);
    this.dispatch('returned', { detail: { text: joined(...sent.map(textOf)), note } });
    this.failedTarget.hidden = !unanswered;
  }

  private unanswered(): Sent[] {
    const asked = this.underWay && this.answer === 'missing' ? [this.underWay] : [];
    return [...asked, ...this.waiting];
  }

  private forget(): void {
    for (const { bubble } of this.unanswered()) bubble?.remove();
    this.waiting = [];
    this.underWay = undefined;
    this.answer = 'missing';
    this.statusTarget.textContent = '';
  }

  private take(submitter?: HTMLElement | null): Sent {
    const data = new FormData(this.element, submitter);
    const text = textOf({ data });
    if (text === '') return { data };
    this.statusTarget.textContent = this.sendingValue.replace('{text}', () => text);
    const bubble = this.show({ data });
    this.dispatch('taken');
    return { data, bubble };
  }

  private show(sent: Sent): HTMLElement | undefined {
    const list = document.querySelector('[data-sent-list]');
    const draft = this.draftTargets.find((each) => (each.dataset['as'] === 'note') === isNote(sent));
    const bubble = draft?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!list || !bubble) return undefined;
    bubble.querySelector(WORDS)!.textContent = textOf(sent);
    bubble.id = `sending-${(bubbles += 1)}`;
    bubble.dataset['turboPermanent'] = '';
    // What one says oneself is not counted among what arrived.
    delete bubble.dataset['message'];
    list.insertBefore(bubble, list.querySelector(':scope > button'));
    bubble.scrollIntoView({ block: 'nearest' });
    return bubble;
  }

  private get isResuming(): boolean {
    return 'resumed' in this.element.dataset;
  }
}

function textOf({ data }: Sent): string {
  const text = data.get('text');
  return typeof text === 'string' ? text.trim() : '';
}

function isNote({ data }: Sent): boolean {
  return data.get('as') === 'note';
}
