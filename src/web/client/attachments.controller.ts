import { Controller } from '@hotwired/stimulus';
import { visit } from '@hotwired/turbo';
import { csrfOf } from './csrf.js';
import { fitting } from './picture.js';

interface Chosen {
  file: File;
  chip: HTMLElement;
}

/**
 * The files of a reply are chosen, pasted or dropped. Each is sent as its own message before the text. A file that is
 * too large is refused before its upload. What could not be sent stays in the form with the reason.
 */
export class AttachmentsController extends Controller<HTMLFormElement> {
  static override targets = ['tools', 'input', 'list', 'hint', 'problem', 'chip'];
  static override values = { url: String, limit: Number, tooLarge: String, failed: String };
  declare readonly toolsTarget: HTMLElement;
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly hintTarget: HTMLElement;
  declare readonly problemTarget: HTMLElement;
  declare readonly chipTarget: HTMLTemplateElement;
  declare readonly urlValue: string;
  declare readonly limitValue: number;
  declare readonly tooLargeValue: string;
  declare readonly failedValue: string;
  private chosenFiles: Chosen[] = [];
  private sending = false;

  override connect(): void {
    this.toolsTarget.hidden = false;
  }

  chosen(): void {
    void this.add([...(this.inputTarget.files ?? [])]);
    this.inputTarget.value = '';
  }

  pasted(event: ClipboardEvent): void {
    this.take(event, event.clipboardData);
  }

  dropped(event: DragEvent): void {
    this.take(event, event.dataTransfer);
  }

  dragged(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  remove(event: Event): void {
    const chip = (event.currentTarget as HTMLElement).closest('li');
    this.keep(this.chosenFiles.filter((one) => one.chip !== chip));
  }

  /**
   * Runs before Turbo handles `submit`: the files are sent first, then the text if there is one. They do not belong to
   * a text that was written before them and waited.
   */
  async submit(event: SubmitEvent): Promise<void> {
    if (this.chosenFiles.length === 0 || this.isNote || 'resumed' in this.element.dataset) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.sending) return;
    this.sending = true;
    const done = await this.uploadAll();
    this.sending = false;
    if (!done) return;
    const text = new FormData(this.element).get('text');
    if (typeof text === 'string' && text.trim() !== '') this.element.requestSubmit();
    else visit(location.href, { action: 'replace' });
  }

  private take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (files.length === 0 || this.isNote) return;
    event.preventDefault();
    void this.add(files);
  }

  private async add(files: File[]): Promise<void> {
    this.say('');
    for (const given of files) {
      const file = await fitting(given);
      if (file.size > this.limitValue) this.say(this.tooLargeValue.replace('{name}', file.name));
      else this.keep([...this.chosenFiles, { file, chip: this.chipOf(file) }]);
    }
  }

  private async uploadAll(): Promise<boolean> {
    for (const one of this.chosenFiles) {
      one.chip.classList.add('attached-sending');
      const problem = await this.upload(one.file);
      one.chip.classList.remove('attached-sending');
      if (problem !== null) {
        this.say(this.failedValue.replace('{name}', one.file.name).replace('{reason}', problem));
        return false;
      }
      this.keep(this.chosenFiles.filter((other) => other !== one));
    }
    return true;
  }

  private async upload(file: File): Promise<string | null> {
    const body = new FormData();
    const form = new FormData(this.element);
    if (form.get('takeOver') === 'yes') body.append('takeOver', 'yes');
    const seen = form.get('seen');
    if (typeof seen === 'string') body.append('seen', seen);
    body.append('file', file, file.name);
    const headers = { 'x-csrf-token': csrfOf(this.element), accept: 'application/json' };
    try {
      const answer = await fetch(this.urlValue, { method: 'POST', headers, body });
      if (answer.ok) return null;
      const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
      return problem.detail ?? String(answer.status);
    } catch {
      return '';
    }
  }

  private keep(files: Chosen[]): void {
    this.chosenFiles = files;
    this.listTarget.replaceChildren(...files.map(({ chip }) => chip));
    this.listTarget.hidden = this.hintTarget.hidden = files.length === 0;
    this.element.toggleAttribute('data-attached', files.length > 0);
  }

  private chipOf(file: File): HTMLElement {
    const chip = this.chipTarget.content.firstElementChild!.cloneNode(true) as HTMLElement;
    chip.querySelector('.attached-name')!.textContent = file.name;
    chip.querySelector('small')!.textContent = sizeOf(file.size);
    const picture = chip.querySelector('img')!;
    if (file.type.startsWith('image/')) {
      picture.src = URL.createObjectURL(file);
      picture.hidden = false;
      chip.querySelector<HTMLElement>('.attached-sign')!.hidden = true;
    }
    return chip;
  }

  private say(problem: string): void {
    this.problemTarget.textContent = problem;
    this.problemTarget.hidden = problem === '';
  }

  private get isNote(): boolean {
    return this.element.querySelector<HTMLInputElement>('[value="note"]')?.checked ?? false;
  }
}

function sizeOf(bytes: number): string {
  return bytes < 1_048_576
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
