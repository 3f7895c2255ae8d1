import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { UnexpectedAnswer } from './actor.js';
import { UntiringClient } from './untiring-client.js';

const PATIENCE_MS = 20_000;

describe('a client that means it', () => {
  let server: Server;
  let url = '';
  let asked = 0;
  let answer: (nth: number) => { breaks?: boolean; status?: number };

  beforeEach(async () => {
    asked = 0;
    answer = () => ({});
    server = createServer((_, response) => {
      const { breaks = false, status = 200 } = answer((asked += 1));
      if (!breaks) return void response.writeHead(status).end('yes');
      response.writeHead(200, { 'content-length': '1000' }).write('half of it');
      setImmediate(() => response.destroy());
    });
    await listen(0);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => close());

  const ask = async (): Promise<string> => {
    const got = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const text = await got.text();
    if (got.status !== 200) throw new UnexpectedAnswer(got.status, text);
    return text;
  };

  it('asks again while nobody listens', async () => {
    const port = Number(new URL(url).port);
    await close();
    const client = new UntiringClient(PATIENCE_MS);
    const answered = client.acknowledged('it', async () => {
      if (client.repeated === 2) await listen(port);
      return ask();
    });
    await expect(answered).resolves.toBe('yes');
    expect(client.repeated).toBe(2);
  });

  it('asks again when the answer breaks off', async () => {
    answer = (nth) => ({ breaks: nth === 1 });
    const client = new UntiringClient(PATIENCE_MS);
    await expect(client.acknowledged('it', ask)).resolves.toBe('yes');
    expect(client.repeated).toBe(1);
  });

  it('asks again when time may mend the answer', async () => {
    answer = (nth) => ({ status: [503, 502, 429, 504][nth - 1] });
    const client = new UntiringClient(PATIENCE_MS);
    await expect(client.acknowledged('it', ask)).resolves.toBe('yes');
    expect(client.repeated).toBe(4);
  });

  it('takes a refusal, and a fault of its own work, at their word', async () => {
    answer = () => ({ status: 422 });
    const client = new UntiringClient(PATIENCE_MS);
    await expect(client.acknowledged('it', ask)).rejects.toThrow('answered 422');
    const own = (): Promise<never> => Promise.reject(new TypeError('undefined is no function'));
    await expect(client.acknowledged('it', own)).rejects.toThrow('undefined is no function');
    expect(client.repeated).toBe(0);
  });

  it('says what had no answer when its patience is over', async () => {
    answer = () => ({ status: 503 });
    await expect(new UntiringClient(0).acknowledged('the file', ask)).rejects.toThrow('the file was not acknowledged');
  });

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});
