import { Controller } from '@hotwired/stimulus';
import { spell } from './duration.js';
import { pageLanguage, serverNow } from './server-time.js';
import { everySecond } from './ticker.js';

/** The server wrote the sentence. Only the span in it is replaced. */
export class RelativeTimeController extends Controller<HTMLElement> {
  static override values = { at: Number, words: String };
  declare readonly atValue: number;
  declare readonly wordsValue: string;
  private stop: (() => void) | undefined;

  override connect(): void {
    this.stop = everySecond(() => this.draw());
  }

  override disconnect(): void {
    this.stop?.();
  }

  private draw(): void {
    const span = spell(serverNow() - this.atValue, pageLanguage());
    this.element.textContent = this.wordsValue.replace('{span}', span);
  }
}
