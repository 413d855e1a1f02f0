import { Controller } from '@hotwired/stimulus';
import { readClock } from './clock-state.js';
import { spell } from './duration.js';
import { pageLanguage, serverNow } from './server-time.js';
import { everySecond } from './ticker.js';

/** Reads `data-clock-start-value`, `-warn-value` and `-due-value` in milliseconds. `-over-value` is "{span} over". */
export class ClockController extends Controller<HTMLElement> {
  static override targets = ['text', 'bar'];
  static override values = { start: Number, warn: Number, due: Number, over: String };
  declare readonly textTarget: HTMLElement;
  declare readonly barTarget: HTMLProgressElement;
  declare readonly startValue: number;
  declare readonly warnValue: number;
  declare readonly dueValue: number;
  declare readonly overValue: string;
  private stop: (() => void) | undefined;

  override connect(): void {
    this.stop = everySecond(() => this.draw());
  }

  override disconnect(): void {
    this.stop?.();
  }

  private draw(): void {
    const clock = { start: this.startValue, warn: this.warnValue, due: this.dueValue };
    const { state, span, left } = readClock(clock, serverNow());
    const words = spell(span, pageLanguage());
    this.textTarget.textContent = state === 'breached' ? this.overValue.replace('{span}', words) : words;
    this.barTarget.value = left;
    this.element.dataset['state'] = state;
  }
}
