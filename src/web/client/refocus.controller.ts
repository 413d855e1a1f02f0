import { Controller } from '@hotwired/stimulus';
import * as Turbo from '@hotwired/turbo';

const FRESH_MS = 20_000;

/** Reads the page again when the reader comes back to it after a while. */
export class RefocusController extends Controller {
  private readAt = Date.now();
  private readonly seen = () => this.reread();

  override connect(): void {
    document.addEventListener('visibilitychange', this.seen);
  }

  override disconnect(): void {
    document.removeEventListener('visibilitychange', this.seen);
  }

  private reread(): void {
    if (document.hidden || Date.now() - this.readAt < FRESH_MS) return;
    this.readAt = Date.now();
    Turbo.session.refresh(document.baseURI);
  }
}
