// Loopback ports.
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/** Whether somebody answers there. */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => done(true));
    socket.on('timeout', () => done(false));
    socket.on('error', () => done(false));
  });
}

// Below the range that systems give to outgoing connections: a server that is down for a moment would otherwise find
// its port taken by a peer that tries to reach it (a connection to itself).
const [FIRST, LAST] = [20_000, 29_999];

/** Ports that are free now, all different. */
export async function freePorts(count) {
  const found = new Set();
  while (found.size < count) {
    const port = randomInt(FIRST, LAST + 1);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
