const LOCK = 'huiyin-siren';
const EVERY_MS = 3_000;
const TONES = [880, 660];

/**
 * Sounds in one tab of the browser at a time. Browsers let no page make sounds before somebody has touched it: until
 * then `silenced` is true. Dispatches `change`.
 */
export class Siren extends EventTarget {
  private context: AudioContext | undefined;
  private ending: AbortController | undefined;
  private readonly touched = () => this.unlock();

  get silenced(): boolean {
    return this.ending !== undefined && this.context?.state !== 'running';
  }

  /**
   * Waits for a whole click and not for its beginning. The hint then disappears, and nothing may move between press and
   * release.
   */
  start(): void {
    if (this.ending) return;
    this.ending = new AbortController();
    document.addEventListener('click', this.touched);
    document.addEventListener('keydown', this.touched);
    if (navigator.userActivation.hasBeenActive) this.unlock();
    this.reactToState();
  }

  stop(): void {
    if (!this.ending) return;
    this.ending.abort();
    this.ending = undefined;
    document.removeEventListener('click', this.touched);
    document.removeEventListener('keydown', this.touched);
    this.dispatchEvent(new Event('change'));
  }

  unlock(): void {
    if (!this.context) {
      this.context = new AudioContext();
      this.context.onstatechange = () => this.reactToState();
    }
    void this.context.resume().catch(() => undefined);
    this.reactToState();
  }

  private reactToState(): void {
    this.dispatchEvent(new Event('change'));
    if (this.context?.state === 'running' && this.ending) void this.soundAlone(this.ending.signal);
  }

  /** Other tabs wait for their turn, which comes when this tab is closed. */
  private async soundAlone(signal: AbortSignal): Promise<void> {
    if (!('locks' in navigator)) return this.sound(signal);
    await navigator.locks.request(LOCK, { signal }, () => this.sound(signal)).catch(() => undefined);
  }

  private async sound(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.play();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, EVERY_MS);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }

  private play(): void {
    const { context } = this;
    if (context?.state !== 'running') return;
    for (const [index, frequency] of TONES.entries()) {
      const [tone, loudness] = [context.createOscillator(), context.createGain()];
      const at = context.currentTime + index * 0.22;
      tone.frequency.value = frequency;
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(0.25, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
      tone.connect(loudness).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.22);
    }
  }
}
