import { Controller } from '@hotwired/stimulus';

/** New rows come from a template whose fields contain NUMBER in place of their number. */
export class FieldRowsController extends Controller<HTMLElement> {
  static override targets = ['list', 'blank', 'row'];
  declare readonly listTarget: HTMLElement;
  declare readonly blankTarget: HTMLTemplateElement;
  declare readonly rowTargets: HTMLElement[];
  private added = 0;

  add({ params }: { params: { next: number } }): void {
    const holder = document.createElement('template');
    holder.innerHTML = this.blankTarget.innerHTML.replaceAll('NUMBER', String(params.next + this.added));
    this.added += 1;
    const row = holder.content.firstElementChild;
    this.listTarget.append(holder.content);
    row?.querySelector<HTMLElement>('input, select')?.focus();
  }

  remove(event: Event): void {
    const row = this.rowTargets.find((each) => each.contains(event.currentTarget as Node));
    row?.remove();
    this.listTarget.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
