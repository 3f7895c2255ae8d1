/**
 * Who is signed in, in this tab and in the others of this browser.
 *
 * The token lies in this tab's session storage, so that a reload keeps it and closing the tab ends it; nothing is written
 * where it would stay. A new tab asks the others for it, over a channel that only pages of this origin hear.
 */
export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly token: string }
  /** The token is no longer taken. What is on the page stays, until there is a new one. */
  | { readonly status: 'ended' };

type Message =
  | { readonly kind: 'who-is-there' }
  | { readonly kind: 'signed-in'; readonly token: string }
  | { readonly kind: 'signed-out' };

const STORED_AS = 'evenground.token';
const CHANNEL = 'evenground.session';
const OTHERS_ANSWER_WITHIN_MS = 250;

class Session {
  private state: SessionState = { status: 'starting' };
  private readonly listeners = new Set<() => void>();
  private readonly channel = new BroadcastChannel(CHANNEL);

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => this.hear(data);
  }

  readonly read = (): SessionState => this.state;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  token(): string | undefined {
    return this.state.status === 'signed-in' ? this.state.token : undefined;
  }

  /** Takes up what this tab had before a reload, or what another tab has. */
  async start(): Promise<void> {
    const stored = sessionStorage.getItem(STORED_AS);
    if (stored !== null) return this.set({ status: 'signed-in', token: stored });
    this.say({ kind: 'who-is-there' });
    await new Promise((resolve) => setTimeout(resolve, OTHERS_ANSWER_WITHIN_MS));
    if (this.state.status === 'starting') this.set({ status: 'signed-out' });
  }

  signIn(token: string): void {
    this.keep(token);
    this.say({ kind: 'signed-in', token });
  }

  signOut(): void {
    this.forget('signed-out');
    this.say({ kind: 'signed-out' });
  }

  /** A request with this header was answered 401. A token that was replaced in the meantime stays. */
  refused(authorization: string | null): void {
    if (this.state.status === 'signed-in' && authorization === `Bearer ${this.state.token}`) this.forget('ended');
  }

  private hear(message: Message): void {
    if (message.kind === 'who-is-there') {
      const token = this.token();
      if (token !== undefined) this.say({ kind: 'signed-in', token });
    } else if (message.kind === 'signed-in') {
      if (this.state.status !== 'signed-in') this.keep(message.token);
    } else if (this.state.status !== 'starting') {
      this.forget('signed-out');
    }
  }

  private keep(token: string): void {
    sessionStorage.setItem(STORED_AS, token);
    this.set({ status: 'signed-in', token });
  }

  private forget(status: 'signed-out' | 'ended'): void {
    sessionStorage.removeItem(STORED_AS);
    this.set({ status });
  }

  private say(message: Message): void {
    this.channel.postMessage(message);
  }

  private set(state: SessionState): void {
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }
}

export const session = new Session();
