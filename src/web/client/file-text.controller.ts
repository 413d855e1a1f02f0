import { Controller } from '@hotwired/stimulus';

const LARGEST = 200_000;

export class FileTextController extends Controller<HTMLFormElement> {
  static override targets = ['pick'];
  declare readonly pickTarget: HTMLElement;

  override connect(): void {
    this.pickTarget.hidden = false;
  }

  async read(event: Event): Promise<void> {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    const field = this.element.querySelector('textarea');
    if (!file || !field) return;
    field.value = (await file.slice(0, LARGEST).text()).trim();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const source = this.element.querySelector<HTMLInputElement>('input[name=source]');
    if (source && source.value === '') source.value = file.name;
  }
}
