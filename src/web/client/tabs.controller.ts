import { Controller } from '@hotwired/stimulus';

export class TabsController extends Controller<HTMLElement> {
  override connect(): void {
    const open = this.element.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!open) return;
    const all = this.element.getBoundingClientRect();
    this.element.scrollLeft += open.left - all.left - (all.width - open.width) / 2;
  }
}
