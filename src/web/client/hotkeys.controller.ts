import { Controller } from '@hotwired/stimulus';
import { belongsToInputMethod } from './composing.js';

/**
 * Belongs on the body. A key presses the element with `data-hotkey="r"`, or focuses it if it is a field. Several keys
 * are separated by spaces. With `data-hotkey-within=".card"` it acts only while the focus is in that card. `mod+k` is Ctrl or Command, and the sequence `g i` is written `g>i`. `?` opens the list of
 * all keys.
 */
export class HotkeysController extends Controller<HTMLElement> {
  static override targets = ['list', 'rows'];
  declare readonly listTarget: HTMLDialogElement;
  declare readonly hasListTarget: boolean;
  declare readonly rowsTarget: HTMLElement;
  private prefix = '';
  private forget: ReturnType<typeof setTimeout> | undefined;

  press(event: KeyboardEvent): void {
    if (belongsToInputMethod(event) || event.defaultPrevented || event.altKey) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && isTyping(event.target)) {
      if (event.key === 'Escape') (event.target as HTMLElement).blur();
      return;
    }
    const pressed = modified ? `mod+${event.key.toLowerCase()}` : event.key;
    if (pressed === '?') this.openList();
    else if (this.use(this.prefix + pressed)) event.preventDefault();
    else this.remember(/^[a-z]$/.test(pressed) ? `${pressed}>` : '');
  }

  openList(): void {
    if (!this.hasListTarget || this.listTarget.open) return;
    this.rowsTarget.replaceChildren(...this.rows());
    this.listTarget.showModal();
  }

  private use(key: string): boolean {
    const open = document.querySelector('dialog[open]') ?? document;
    const found = hotElements(open).find(({ keys, element }) => keys.includes(key) && isInReach(element));
    this.remember('');
    if (!found) return false;
    const { element } = found;
    element.focus();
    if (!isTyping(element)) element.click();
    return true;
  }

  private remember(prefix: string): void {
    clearTimeout(this.forget);
    this.prefix = prefix;
    this.forget = setTimeout(() => (this.prefix = ''), 1200);
  }

  private rows(): HTMLElement[] {
    const known = new Set<string>();
    const unique = hotElements(document).filter(({ name }) => !known.has(name) && known.add(name));
    return unique.map(({ keys, name }) => {
      const row = document.createElement('li');
      const label = document.createElement('span');
      label.textContent = name;
      row.append(label, ...keys.slice(0, 1).flatMap((key) => key.split('>').map(keyCap)));
      return row;
    });
  }
}

function hotElements(within: ParentNode): { element: HTMLElement; keys: string[]; name: string }[] {
  return [...within.querySelectorAll<HTMLElement>('[data-hotkey]')]
    .filter((element) => element.offsetParent !== null || element.closest('details'))
    .map((element) => ({
      element,
      keys: element.dataset['hotkey']?.split(' ') ?? [],
      name: element.dataset['hotkeyName'] ?? element.getAttribute('aria-label') ?? element.textContent.trim(),
    }));
}

function isInReach(element: HTMLElement): boolean {
  const within = element.dataset['hotkeyWithin'];
  return !within || (element.closest(within)?.contains(document.activeElement) ?? false);
}

function keyCap(key: string): HTMLElement {
  const cap = document.createElement('kbd');
  cap.textContent = key.replace('mod+', /mac/i.test(navigator.userAgent) ? '⌘ ' : 'Ctrl ').toUpperCase();
  return cap;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  );
}
