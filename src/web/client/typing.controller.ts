import { Controller } from '@hotwired/stimulus';
import { csrfOf } from './csrf.js';

const EVERY_MS = 10_000;

/** The customer's phone shows that somebody is typing. Nobody waits for this request, and a failure is ignored. */
export class TypingController extends Controller<HTMLFormElement> {
  static override values = { url: String };
  declare readonly urlValue: string;
  private last = 0;

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
