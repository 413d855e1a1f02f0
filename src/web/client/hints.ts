/** The hints of /live say that something changed. All tabs of a browser share one connection. */

export interface Hint {
  tickets: string[];
  conversations: string[];
  accounts?: string[];
  alerts?: true;
}

/** `null` means that hints may have been lost and everything must be read again. */
export type HintListener = (hint: Hint | null) => void;

const CHANNEL = 'huiyin-live';
/** The login has ended, and what the page shows must not stay on the screen. */
const OVER = 'over';

export class Hints {
  private readonly channel = new BroadcastChannel(CHANNEL);
  private readonly giveUp = new AbortController();
  private source: EventSource | undefined;

  constructor(private readonly listener: HintListener) {
    this.channel.onmessage = ({ data }: MessageEvent<Hint | null | typeof OVER>) => {
      if (data === OVER) leaveSoon();
      else this.listener(data);
    };
    // Without a secure context there are no locks, so every tab keeps its own connection.
    if ('locks' in navigator) void this.leadWhenAlone();
    else this.open();
  }

  close(): void {
    this.giveUp.abort();
    this.source?.close();
    this.channel.close();
  }

  private async leadWhenAlone(): Promise<void> {
    const { signal } = this.giveUp;
    const closed = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    try {
      await navigator.locks.request(CHANNEL, { signal }, () => {
        this.open();
        return closed;
      });
    } catch (problem) {
      if (!signal.aborted) throw problem;
    }
  }

  private open(): void {
    this.source = new EventSource('/live');
    this.source.addEventListener('resync', () => this.passOn(null));
    this.source.addEventListener('over', () => this.leave());
    this.source.addEventListener('changed', (event: MessageEvent<string>) => {
      this.passOn(JSON.parse(event.data) as Hint);
    });
  }

  private leave(): void {
    this.channel.postMessage(OVER);
    leaveSoon();
  }

  private passOn(hint: Hint | null): void {
    this.listener(hint);
    this.channel.postMessage(hint);
  }
}

/** Whoever is just logging out is led on by that answer, and a page that is loaded again would overtake it. */
function leaveSoon(): void {
  setTimeout(() => location.reload(), 1_000);
}

/**
 * Returns topics as `data-live-topics-value` names them: `ticket:12` or any of the `tickets`, `conversation:4` or any
 * of the `conversations`, `account:1`, `alerts`.
 */
export function topicsOf({ tickets, conversations, accounts = [], alerts }: Hint): string[] {
  return [
    ...(tickets.length > 0 ? ['tickets', ...tickets.map((id) => `ticket:${id}`)] : []),
    ...(conversations.length > 0
      ? ['conversations', ...conversations.map((id) => `conversation:${id}`)]
      : []),
    ...accounts.map((id) => `account:${id}`),
    ...(alerts ? ['alerts'] : []),
  ];
}
