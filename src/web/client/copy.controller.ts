import { type ActionEvent, Controller } from '@hotwired/stimulus';

/** Without a clipboard or permission, the text is selected so that it can be copied by hand. */
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
