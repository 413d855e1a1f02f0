import { Controller } from '@hotwired/stimulus';

/** Shows the open one where the row, or the list, is longer than its place. */
export class TabsController extends Controller<HTMLElement> {
  override connect(): void {
    const open = this.element.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!open) return;
    const all = this.element.getBoundingClientRect();
    this.element.scrollLeft += open.left - all.left - (all.width - open.width) / 2;
    this.element.scrollTop += open.top - all.top - (all.height - open.height) / 2;
  }
}
