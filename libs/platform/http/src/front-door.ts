import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Random, randomId } from '@evenground/config';
import { canonicalTarget } from './canonical-path.js';
import { CORRELATION_HEADER } from './correlation.js';
import { problemOfError } from './problem-of-error.js';
import type { HttpProblem } from './problem.js';
import { problem } from './problem.js';
import { bareProblem, writeProblem } from './write-problem.js';

/** Answers requests whose path is `path`, or lies below it when that ends with a slash. */
export interface Door {
  readonly path: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export interface FrontDoorOptions {
  readonly doors: readonly Door[];
  readonly random: Random;
  readonly onFault: (error: unknown) => void;
}

/** The one HTTP port of a process. */
export interface FrontDoor {
  /** Resolves with the port once it listens. */
  listen(port: number, host: string): Promise<number>;
  /**
   * Takes no new requests, ends the event streams, waits for the others up to `drainMs`, then cuts what is left.
   * New requests on open connections get 503 meanwhile.
   */
  close(drainMs: number): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000; // a slow sender of headers holds a connection no longer
/**
 * Above the 60 s after which load balancers close an idle connection, so that they do it and not we: a server that
 * closes one just as the next request is on its way resets that request.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const REQUEST_TIMEOUT_MS = 3_600_000; // an hour: the largest district's file over a slow line

/** What Node's parser and its timers say about a request that is not one. */
const MALFORMED: Readonly<Record<string, HttpProblem>> = {
  HPE_INVALID_EOF_STATE: problem(400, 'request/truncated', 'The request ended before it was complete.'),
  HPE_HEADER_OVERFLOW: problem(431, 'request/headers-too-large', 'The headers are larger than is taken here.'),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'request/too-slow', 'The request did not arrive in time.'),
};

/** Dispatches on the canonical path, without stripping anything from it; the longest matching door answers. */
export function frontDoor(options: FrontDoorOptions): FrontDoor {
  const doors = [...options.doors].sort((a, b) => b.path.length - a.path.length);
  const open = new Set<ServerResponse>();
  let closing = false;
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    (request, response) => {
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        // Its connection is idle from now on, and would be kept open for the next request.
        if (closing) setImmediate(() => server.closeIdleConnections());
      });
      void answer(request, response).catch((error: unknown) => fail(error, response));
    },
  );

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const hasBegun = [...open].some((response) => response.socket === socket && response.headersSent);
    if (hasBegun || !socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    const found = MALFORMED[error.code ?? ''] ?? problem(400, 'request/malformed', 'This is not well-formed HTTP.');
    socket.end(bareProblem(found, randomId(options.random)), () => socket.destroy());
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (closing) throw stopping(response);
    const target = canonicalTarget(request.url ?? '');
    if (target === undefined) throw problem(400, 'path/invalid', 'This is not a path that is answered here.');
    request.url = target;
    const path = target.split('?', 1)[0]!;
    const door = doors.find((one) => (one.path.endsWith('/') ? path.startsWith(one.path) : path === one.path));
    if (door === undefined) throw problem(404, 'route/unknown', 'There is nothing here.');
    await door.handle(request, response);
  };

  const fail = (error: unknown, response: ServerResponse): void => {
    const found = problemOfError(error);
    if (found.status >= 500 && !closing) options.onFault(error);
    const correlationId = randomId(options.random);
    if (!response.headersSent) response.setHeader(CORRELATION_HEADER, correlationId);
    writeProblem(response, found, correlationId);
  };

  return {
    listen: (port, host) => listen(server, port, host),
    close: async (drainMs) => {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      for (const response of open) if (isEventStream(response)) response.end();
      const cut = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function stopping(response: ServerResponse): HttpProblem {
  response.setHeader('Connection', 'close');
  return problem(503, 'service/stopping', 'This process is stopping; try again.', { retryAfterSeconds: 1 });
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
