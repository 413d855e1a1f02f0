import { Controller } from '@hotwired/stimulus';

/** Tabs may be wider than the screen, so the open one is scrolled into view. */
export class TabsController extends Controller<HTMLElement> {
  override connect(): void {
    const open = this.element.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!open) return;
    const all = this.element.getBoundingClientRect();
    this.element.scrollLeft += open.left - all.left - (all.width - open.width) / 2;
  }
}
