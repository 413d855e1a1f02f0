import { Application, Controller } from '@hotwired/stimulus';
import { append, nearEnd, redraw } from './fragments.js';
import { Player } from './player.js';
import { Poll } from './poll.js';
import { type Changes, personPath, readChanges, write } from './wire.js';

/** The page reads again soon after a gesture, so that the person's own message appears at once. */
const SOON_MS = 60;
/** Input methods report this key code for the key that confirms a candidate. */
const COMPOSING_KEY = 229;
/** A picture gets its full height only when it has loaded. */
const PICTURE_HEIGHT = 320;

class PhoneController extends Controller<HTMLElement> {
  static override targets = [
    'chat',
    'hello',
    'composer',
    'field',
    'send',
    'menu',
    'title',
    'minute',
    'problem',
    'people',
    'platform',
    'clock',
    'following',
    'blocking',
  ];
  static override values = { openid: String, last: String, failed: String, unplayable: String };

  declare readonly chatTarget: HTMLElement;
  declare readonly helloTarget: HTMLElement;
  declare readonly composerTarget: HTMLFormElement;
  declare readonly fieldTarget: HTMLTextAreaElement;
  declare readonly sendTarget: HTMLButtonElement;
  declare readonly menuTarget: HTMLElement;
  declare readonly titleTarget: HTMLElement;
  declare readonly minuteTarget: HTMLElement;
  declare readonly problemTarget: HTMLElement;
  declare readonly peopleTarget: HTMLElement;
  declare readonly platformTarget: HTMLElement;
  declare readonly clockTarget: HTMLElement;
  declare readonly followingTarget: HTMLInputElement;
  declare readonly blockingTarget: HTMLInputElement;
  declare readonly openidValue: string;
  declare lastValue: string;
  declare readonly failedValue: string;
  declare readonly unplayableValue: string;

  private readonly player = new Player();
  private readonly poll = new Poll(() => this.read());

  override connect(): void {
    if (!this.openidValue) return;
    this.chatTarget.scrollTop = this.chatTarget.scrollHeight;
    this.chatTarget.addEventListener('load', this.pictureLoaded, true);
    this.peopleTarget.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    if (matchMedia('(min-width: 721px)').matches) this.fieldTarget.focus({ preventScroll: true });
    this.typed();
    this.poll.start();
  }

  override disconnect(): void {
    this.poll.stop();
  }

  key(event: KeyboardEvent): void {
    const composing = event.isComposing || event.keyCode === COMPOSING_KEY;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    this.composerTarget.requestSubmit();
  }

  typed(): void {
    this.sendTarget.disabled = this.fieldTarget.value.trim() === '';
  }

  suggest(event: Event): void {
    if (this.composerTarget.inert) return;
    this.write((event.currentTarget as HTMLElement).textContent ?? '');
    this.fieldTarget.focus();
  }

  async send(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.fieldTarget.value;
    if (text.trim() === '') return;
    this.write('');
    const sent = await this.gesture('POST', 'messages', { text });
    if (!sent && this.fieldTarget.value === '') this.write(text);
  }

  async showPicture(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const picture = input.files?.[0];
    if (!picture) return;
    const form = new FormData();
    form.set('picture', picture);
    input.value = '';
    await this.gesture('POST', 'pictures', form);
  }

  async speak(): Promise<void> {
    await this.gesture('POST', 'voices', {});
  }

  async play(event: Event): Promise<void> {
    const unplayable = await this.player.play(event.currentTarget as HTMLButtonElement);
    this.showProblem(unplayable ? this.unplayableValue : undefined);
  }

  async tap(event: Event): Promise<void> {
    const { value: key, dataset } = event.currentTarget as HTMLButtonElement;
    if (dataset.opens) window.open(dataset.opens, '_blank', 'noopener');
    this.menuTarget.querySelector('details[open]')?.removeAttribute('open');
    await this.gesture('POST', 'taps', { key });
  }

  async choose(event: Event): Promise<void> {
    const { value: choice, dataset } = event.currentTarget as HTMLButtonElement;
    await this.gesture('POST', 'choices', { bubble: dataset.bubble, choice });
  }

  async scan(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const scene = new FormData(form).get('scene');
    if (await this.gesture('POST', 'scans', { scene })) form.reset();
  }

  async agree(event: Event): Promise<void> {
    const { value: template } = event.currentTarget as HTMLButtonElement;
    await this.gesture('PUT', 'consent', { template, given: true });
  }

  async withdraw(event: Event): Promise<void> {
    const { value: template } = event.currentTarget as HTMLButtonElement;
    await this.gesture('PUT', 'consent', { template, given: false });
  }

  async follow(): Promise<void> {
    await this.gesture('PUT', 'following', { following: this.followingTarget.checked });
  }

  async block(): Promise<void> {
    await this.gesture('PUT', 'blocking', { blocking: this.blockingTarget.checked });
  }

  async changeCondition(event: Event): Promise<void> {
    await this.gesture('PUT', 'condition', { condition: (event.currentTarget as HTMLButtonElement).value });
  }

  async moveClock(event: Event): Promise<void> {
    const minutes = Number((event.currentTarget as HTMLButtonElement).value);
    this.showProblem(await write('POST', '/sandbox/clock', { minutes }, this.failedValue));
    this.poll.in(0);
  }

  private write(text: string): void {
    this.fieldTarget.value = text;
    this.typed();
  }

  private async gesture(method: string, what: string, body: object): Promise<boolean> {
    this.poll.in(SOON_MS);
    const problem = await write(method, personPath(this.openidValue, what), body, this.failedValue);
    this.showProblem(problem);
    this.poll.in(0);
    return problem === undefined;
  }

  private showProblem(problem: string | undefined): void {
    this.problemTarget.hidden = problem === undefined;
    this.problemTarget.textContent = problem ?? '';
  }

  private async read(): Promise<void> {
    const changes = await readChanges(this.openidValue, this.lastValue);
    if (changes) this.draw(changes);
  }

  private draw(changes: Changes): void {
    if (changes.bubbles) {
      this.helloTarget.hidden = true;
      append(this.chatTarget, this.helloTarget, changes.bubbles);
      this.lastValue = changes.last;
    }
    redraw(this.peopleTarget, changes.people);
    redraw(this.platformTarget, changes.platform);
    redraw(this.clockTarget, changes.clock);
    this.minuteTarget.textContent = this.clockTarget.querySelector('b')?.textContent ?? '';
    this.drawPerson(changes);
  }

  private drawPerson({ typing, followed, blocked }: Changes): void {
    this.titleTarget.textContent =
      (typing ? this.titleTarget.dataset.typing : this.titleTarget.dataset.name) ?? '';
    this.followingTarget.checked = followed;
    this.blockingTarget.checked = blocked;
    this.composerTarget.inert = !followed;
    this.menuTarget.inert = !followed;
    const { write: invitation = '', followFirst = '' } = this.fieldTarget.dataset;
    this.fieldTarget.placeholder = followed ? invitation : followFirst;
  }

  private readonly pictureLoaded = (): void => {
    if (nearEnd(this.chatTarget, PICTURE_HEIGHT)) this.chatTarget.scrollTop = this.chatTarget.scrollHeight;
  };
}

Application.start().register('phone', PhoneController);
