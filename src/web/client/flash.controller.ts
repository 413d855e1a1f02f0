import { Controller } from '@hotwired/stimulus';

const SHOWN_MS = 6000;

/** A message disappears by itself unless something failed. */
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

  begin(): void {
    clearTimeout(this.timer);
    if (!this.stayValue) this.timer = setTimeout(() => this.close(), SHOWN_MS);
  }

  close(): void {
    this.element.remove();
  }
}
