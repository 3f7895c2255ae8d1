import { forgetDrafts } from '../drafts/forget-drafts.js';

/**
 * Who is signed in, in this tab and in the others of this browser.
 *
 * The token lies in this tab's session storage, so that a reload keeps it and closing the tab ends it; nothing is written
 * where it would stay. A new tab asks the others for it, over a channel that only pages of this origin hear.
 */
export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'signed-out' }
  | {
      readonly status: 'signed-in';
      readonly token: string;
      /** Of a sign-in at a provider: names the session there, so that it can be ended. */
      readonly idToken: string | undefined;
    }
  /** The token is no longer taken. What is on the page stays, until there is a new one. */
  | { readonly status: 'ended' };

type Message =
  | { readonly kind: 'who-is-there' }
  | { readonly kind: 'signed-in'; readonly token: string; readonly idToken: string | undefined }
  | { readonly kind: 'signed-out' };

const STORED_AS = 'evenground.token';
const ID_STORED_AS = 'evenground.id-token';
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
    if (stored !== null) {
      const idToken = sessionStorage.getItem(ID_STORED_AS) ?? undefined;
      return this.set({ status: 'signed-in', token: stored, idToken });
    }
    this.say({ kind: 'who-is-there' });
    await new Promise((resolve) => setTimeout(resolve, OTHERS_ANSWER_WITHIN_MS));
    if (this.state.status === 'starting') this.set({ status: 'signed-out' });
  }

  /** What names the session at the provider, where the sign-in was there. */
  idToken(): string | undefined {
    return this.state.status === 'signed-in' ? this.state.idToken : undefined;
  }

  signIn(token: string, idToken?: string): void {
    this.keep(token, idToken);
    this.say({ kind: 'signed-in', token, idToken });
  }

  /** Also forgets what was typed and not sent: on a shared machine the next person does not find it. */
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
      if (token !== undefined) this.say({ kind: 'signed-in', token, idToken: this.idToken() });
    } else if (message.kind === 'signed-in') {
      if (this.state.status !== 'signed-in') this.keep(message.token, message.idToken);
    } else if (this.state.status !== 'starting') {
      this.forget('signed-out');
    }
  }

  private keep(token: string, idToken: string | undefined): void {
    sessionStorage.setItem(STORED_AS, token);
    if (idToken === undefined) sessionStorage.removeItem(ID_STORED_AS);
    else sessionStorage.setItem(ID_STORED_AS, idToken);
    this.set({ status: 'signed-in', token, idToken });
  }

  private forget(status: 'signed-out' | 'ended'): void {
    sessionStorage.removeItem(STORED_AS);
    sessionStorage.removeItem(ID_STORED_AS);
    if (status === 'signed-out') forgetDrafts();
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
