import { type ActionEvent, Controller } from '@hotwired/stimulus';

/** Copies a text to the clipboard. Without a clipboard or permission, it selects the text to be copied by hand. */
export class CopyController extends Controller<HTMLElement> {
  static override targets = ['text', 'button', 'word'];
  declare readonly textTarget: HTMLInputElement;
  declare readonly buttonTarget: HTMLButtonElement;
  declare readonly wordTarget: HTMLElement;

  override connect(): void {
    this.buttonTarget.hidden = false;
  }

  async copy({ params }: ActionEvent): Promise<void> {
    this.textTarget.select();
    if (await copied(this.textTarget.value)) this.wordTarget.textContent = String(params['done']);
  }
}

async function copied(text: string): Promise<boolean> {
  if (!('clipboard' in navigator)) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
