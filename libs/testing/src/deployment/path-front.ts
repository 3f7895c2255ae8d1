import { type IncomingMessage, type ServerResponse, createServer, request as ask } from 'node:http';
import { once } from 'node:events';

/** Who answers below a path; those of `ports` take turns. */
export interface Answering {
  readonly prefix: string;
  readonly ports: readonly number[];
}

export interface PathFront {
  readonly port: number;
  close(): Promise<void>;
}

/** What an ingress does: passes requests on by path, to each copy in turn; a copy that does not listen is passed over. */
export async function pathFront(answering: readonly Answering[], port: number): Promise<PathFront> {
  let turn = 0;
  const server = createServer((request, response) => {
    const found = answering.find(({ prefix }) => request.url?.startsWith(prefix));
    if (found === undefined) return void response.writeHead(404).end();
    turn += 1;
    const { ports } = found;
    passOn(request, response, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)]);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, [port, ...others]: readonly number[]): void {
  if (port === undefined) return void response.writeHead(503, { 'Retry-After': '1' }).end();
  const { method, headers, url: path } = request;
  const asked = ask({ host: '127.0.0.1', port, method, path, headers, agent: false });
  asked.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  asked.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED')
      passOn(request, response, others); // nothing of the body was read yet
    else if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => asked.destroy());
  request.on('aborted', () => asked.destroy());
  asked.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => request.pipe(asked));
    else request.pipe(asked);
  });
}
