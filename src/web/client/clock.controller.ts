import { Controller } from '@hotwired/stimulus';
import { readClock } from './clock-state.js';
import { spell } from './duration.js';
import { pageLanguage, serverNow } from './server-time.js';
import { everySecond } from './ticker.js';

/** `data-clock-ticks-value` is start, warning and deadline in milliseconds. The page says "{span} over" once for all. */
export class ClockController extends Controller<HTMLElement> {
  static override targets = ['text', 'bar'];
  static override values = { ticks: Array };
  declare readonly textTarget: HTMLElement;
  declare readonly barTarget: HTMLProgressElement;
  declare readonly ticksValue: [start: number, warn: number, due: number];
  private stop: (() => void) | undefined;

  override connect(): void {
    this.stop = everySecond(() => this.draw());
  }

  override disconnect(): void {
    this.stop?.();
  }

  private get over(): string {
    return document.body.dataset['clockOver'] ?? '{span}';
  }

  private draw(): void {
    const [start, warn, due] = this.ticksValue;
    const { state, span, left } = readClock({ start, warn, due }, serverNow());
    const words = spell(span, pageLanguage());
    this.textTarget.textContent = state === 'breached' ? this.over.replace('{span}', words) : words;
    this.barTarget.value = left;
    this.element.dataset['state'] = state;
  }
}
