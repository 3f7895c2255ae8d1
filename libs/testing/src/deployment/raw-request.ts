import { connect } from 'node:net';

export interface RawRequest {
  readonly port: number;
  readonly head: readonly string[];
  readonly body: Uint8Array;
  /** How many bytes of head and body are sent before the connection ends; absent = all, and the answer is awaited. */
  readonly cutAt?: number;
  /** `reset`: as a process that dies; `finish`: as one that thinks it is done. */
  readonly ending?: 'reset' | 'finish';
}

/** Sends bytes as no proper client would, and returns what came back (empty when the connection was cut first). */
export function rawRequest({ port, head, body, cutAt, ending = 'finish' }: RawRequest): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  const sent = cutAt === undefined ? whole : whole.subarray(0, cutAt);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined); // a refused body ends in a reset; what was answered before counts
    socket.on('close', () => resolve(answer));
    socket.write(sent, () => {
      if (cutAt === undefined) return;
      if (ending === 'reset') socket.resetAndDestroy();
      else socket.end();
    });
  });
}
