import { Controller } from '@hotwired/stimulus';
import { csrfOf } from './csrf.js';

const EVERY_MS = 10_000;

/** Tells the customer's phone that somebody is typing, now and then; nobody waits for it, and nothing is said if it fails. */
export class TypingController extends Controller<HTMLFormElement> {
  static override values = { url: String };
  declare readonly urlValue: string;
  private last = 0;

  /** On `input`. */
  typed(event: InputEvent): void {
    const due = Date.now() - this.last > EVERY_MS;
    const note = this.element.querySelector<HTMLInputElement>('[value="note"]')?.checked;
    const field = event.target as HTMLElement;
    if (!due || note || !this.urlValue || !(field instanceof HTMLTextAreaElement)) return;
    this.last = Date.now();
    const body = new URLSearchParams({ _csrf: csrfOf(this.element) });
    void fetch(this.urlValue, { method: 'POST', body }).catch(() => undefined);
  }
}
