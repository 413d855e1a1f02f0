import { Controller } from '@hotwired/stimulus';
import * as Turbo from '@hotwired/turbo';
import { whenNotComposing } from './composing.js';
import { Hints, topicsOf, type Hint } from './hints.js';
import { redraw } from './redraw.js';

const COALESCE_MS = 100;
const REREAD_MS = 60_000;

/**
 * `data-live-topics-value='["ticket:1", "conversations"]'` names what is on the page. A lost hint only delays the
 * redraw, because the page reads itself again every minute.
 */
export class LiveController extends Controller {
  static override values = { topics: Array };
  declare readonly topicsValue: string[];
  private hints: Hints | undefined;
  private pending: ReturnType<typeof setTimeout> | undefined;
  private rereads: ReturnType<typeof setInterval> | undefined;
  private readonly seen = () => this.missed && this.redrawSoon();
  private missed = false;
  private sending = 0;
  private readonly sends = () => (this.sending += 1);
  private readonly sent = () => (this.sending = Math.max(0, this.sending - 1));

  override connect(): void {
    if (this.topicsValue.length === 0) return;
    this.hints = new Hints((hint) => this.receive(hint));
    this.rereads = setInterval(() => this.redrawSoon(), REREAD_MS);
    document.addEventListener('visibilitychange', this.seen);
    document.addEventListener('turbo:submit-start', this.sends);
    document.addEventListener('turbo:submit-end', this.sent);
  }

  override disconnect(): void {
    this.hints?.close();
    clearInterval(this.rereads);
    clearTimeout(this.pending);
    document.removeEventListener('visibilitychange', this.seen);
    document.removeEventListener('turbo:submit-start', this.sends);
    document.removeEventListener('turbo:submit-end', this.sent);
  }

  private receive(hint: Hint | null): void {
    if (hint === null || topicsOf(hint).some((topic) => this.topicsValue.includes(topic))) this.redrawSoon();
  }

  private redrawSoon(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => whenNotComposing(() => this.redraw()), COALESCE_MS);
  }

  private redraw(): void {
    this.missed = document.hidden;
    if (this.missed) return;
    // Turbo drops a refresh during a visit, and that visit may have been read before the change. A refresh would
    // also drop a form that is being sent, together with its answer.
    if (Turbo.navigator.currentVisit || this.sending > 0) this.redrawSoon();
    else redraw();
  }
}
