import { Controller } from '@hotwired/stimulus';
import { scrollerOf } from './scrolling.js';

/**
 * Belongs on a list whose rows have `data-row-id`. A redraw never moves the row under the pointer: the list scrolls by
 * the height of what arrived above and says "3 new". `data-arrivals-label-value` is "{count} new".
 */
export class ArrivalsController extends Controller<HTMLElement> {
  static override targets = ['pill'];
  static override values = { label: String };
  declare readonly pillTarget: HTMLElement;
  declare readonly hasPillTarget: boolean;
  declare readonly labelValue: string;
  private held: { id: string; top: number } | undefined;
  private known = new Set<string>();
  private arrived = 0;
  private readonly before = () => this.rememberPosition();
  private readonly after = () => this.restorePosition();

  override connect(): void {
    document.addEventListener('turbo:before-render', this.before);
    document.addEventListener('turbo:render', this.after);
  }

  override disconnect(): void {
    document.removeEventListener('turbo:before-render', this.before);
    document.removeEventListener('turbo:render', this.after);
  }

  show(): void {
    this.arrived = 0;
    this.element.style.minHeight = '';
    scrollerOf(this.element).scrollTo({ top: 0, behavior: 'smooth' });
    this.showCount();
  }

  private rememberPosition(): void {
    this.known = new Set(this.rows().map(idOf));
    const row = this.element.querySelector<HTMLElement>('[data-row-id]:hover');
    this.held = row ? { id: idOf(row), top: row.getBoundingClientRect().top } : undefined;
  }

  private restorePosition(): void {
    const row = this.rows().find((each) => idOf(each) === this.held?.id);
    if (!row || !this.held) return;
    const moved = row.getBoundingClientRect().top - this.held.top;
    if (moved > 0) this.scrollBy(moved);
    const above = this.rows().slice(0, this.rows().indexOf(row));
    this.arrived += above.filter((each) => !this.known.has(idOf(each))).length;
    this.showCount();
  }

  /** A list that is shorter than its pane cannot scroll, so it is made just long enough. */
  private scrollBy(pixels: number): void {
    const scroller = scrollerOf(this.element);
    const room = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (room < pixels) this.element.style.minHeight = `${this.element.offsetHeight + pixels - room}px`;
    scroller.scrollTop += pixels;
  }

  private showCount(): void {
    if (!this.hasPillTarget) return;
    this.pillTarget.hidden = this.arrived === 0;
    this.pillTarget.textContent = this.labelValue.replace('{count}', String(this.arrived));
  }

  private rows(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[data-row-id]')];
  }
}

function idOf(row: HTMLElement): string {
  return row.dataset['rowId'] ?? '';
}
