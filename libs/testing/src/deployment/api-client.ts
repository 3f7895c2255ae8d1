import { setTimeout as pause } from 'node:timers/promises';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An `Evenground-Position` that the answer must include. */
  readonly after?: string;
  readonly token?: string;
  /** After which the client gives up; absent = never. */
  readonly timeoutMs?: number;
}

/** What of an upload's status the suites look at. */
export interface UploadStatus {
  readonly uploadId: string;
  readonly status: 'receiving' | 'processing' | 'needs-confirmation' | 'completed' | 'failed';
  readonly rows: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly waiting: number;
  readonly withdrawn: number;
  readonly visible: boolean;
  readonly finishedAt?: string | null;
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** Who a token is for. */
export interface Person {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly districts: readonly string[];
  readonly schools: '*' | readonly string[];
}

/** Speaks the public interface as any client would: HTTP, JSON, bearer token. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    readonly token: string,
    readonly district: string,
    /** Signs tokens where the product itself does not. */
    private readonly issue?: (person: Person) => Promise<string>,
  ) {}

  /** A token of this person: of the identity provider, or of the product's own where there is none. */
  async tokenFor(person: Person): Promise<string> {
    if (this.issue !== undefined) return this.issue(person);
    const given = await this.post<{ token: string }>('/sign-in/people', person);
    if (given.status !== 201) throw new Error(`a token was answered ${given.status}: ${given.text}`);
    return given.body.token;
  }

  /** The same product through the eyes of somebody else. */
  with(token: string): ApiClient {
    return new ApiClient(this.baseUrl, token, this.district, this.issue);
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer<Body>> {
    const url = new URL(path, this.baseUrl);
    for (const [name, value] of Object.entries(options.query ?? {}))
      for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value as string])
        url.searchParams.append(name, one);
    const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${options.token ?? this.token}`,
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...(options.after && { 'evenground-after': options.after }),
        ...options.headers,
      },
      ...(body !== undefined && { body: raw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
      ...(body instanceof ReadableStream && { duplex: 'half' }),
      ...(options.timeoutMs !== undefined && { signal: AbortSignal.timeout(options.timeoutMs) }),
    } as RequestInit);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : {}) as Body,
    };
  }

  get<Body = Record<string, unknown>>(path: string, query: CallOptions['query'] = {}, options: CallOptions = {}) {
    return this.call<Body>('GET', path, undefined, { ...options, query: { district: this.district, ...query } });
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown, options: CallOptions = {}) {
    return this.call<Body>('POST', path, body, options);
  }

  put<Body = Record<string, unknown>>(path: string, body: unknown, options: CallOptions = {}) {
    return this.call<Body>('PUT', path, body, { ...options, query: { district: this.district, ...options.query } });
  }

  /** Sends a file and returns the answer of the door, not waiting for its processing. */
  send(
    type: string,
    file: string | Uint8Array,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
    timeoutMs?: number,
  ) {
    return this.call<{ uploadId: string; code?: string; detail?: string }>('POST', '/api/ingestion/v1/uploads', file, {
      query: { district: this.district, type, format: 'csv', ...query },
      headers: { 'content-type': 'text/csv', ...headers },
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }

  async status(uploadId: string): Promise<UploadStatus> {
    return (await this.get<UploadStatus & Record<string, unknown>>(`/api/ingestion/v1/uploads/${uploadId}`)).body;
  }

  /** Waits until the upload has an end, and until diagnostics shows it when it completed. */
  async settled(uploadId: string, timeoutMs = 60_000): Promise<UploadStatus> {
    return until(
      () => this.status(uploadId),
      (status) =>
        status.status === 'failed' ||
        status.status === 'needs-confirmation' ||
        (status.status === 'completed' && status.visible),
      `upload ${uploadId} settles`,
      timeoutMs,
    );
  }

  async upload(type: string, file: string | Uint8Array, query: Record<string, string> = {}): Promise<UploadStatus> {
    const sent = await this.send(type, file, query);
    if (sent.status !== 202) throw new Error(`upload of ${type} was answered ${sent.status}: ${sent.text}`);
    return this.settled(sent.body.uploadId);
  }
}

/** Asks again until the condition holds; fails with what was seen last. */
export async function until<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  what: string,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`${what}: not within ${timeoutMs} ms; last seen ${JSON.stringify(value)}`);
    await pause(20);
  }
}
