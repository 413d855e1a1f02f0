import { Controller } from '@hotwired/stimulus';

const SHOWN_MS = 6000;

/** Shows a message after an action. It disappears by itself unless something failed; its button calls `flash#close`. */
export class FlashController extends Controller<HTMLElement> {
  static override values = { stay: Boolean };
  declare readonly stayValue: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connect(): void {
    this.begin();
  }

  override disconnect(): void {
    clearTimeout(this.timer);
  }

  /** Runs also when another message took the place of this one. */
  begin(): void {
    clearTimeout(this.timer);
    if (!this.stayValue) this.timer = setTimeout(() => this.close(), SHOWN_MS);
  }

  close(): void {
    this.element.remove();
  }
}
