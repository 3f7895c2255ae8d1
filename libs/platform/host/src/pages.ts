import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Door, problem } from '@evenground/http';

/** The built pages of a process. */
export interface Pages {
  /** Answers the page itself, whatever its address is; what is shown there is decided in the browser. */
  show(request: IncomingMessage, response: ServerResponse): void;
  readonly door: Door;
}

interface PageFile {
  readonly body: Buffer;
  readonly gzip: Buffer | undefined;
  readonly type: string;
  readonly tag: string;
  /** The name holds a hash of the content, so that it never changes. */
  readonly isImmutable: boolean;
}

const START = '/index.html';
/** Addresses that are shown in the browser; one with a slash at its end stands for all below it. */
const SHOWN = ['/', '/explore', '/connect', '/status', '/signed-in', '/cycles/', '/connect/'];
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const WORTH_COMPRESSING = /^(?:text\/|image\/svg)/;

/**
 * Reads the built pages into memory, so that no request names a file of the disk. Undefined where nobody built them.
 *
 * @param connectTo origins beside our own that the pages may call: the identity provider
 */
export function openPages(folder: string, connectTo: readonly string[] = []): Pages | undefined {
  if (!existsSync(join(folder, START))) return undefined;
  const files = readFiles(folder);
  const headers = pageHeaders(connectTo);
  const show = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of headers) response.setHeader(name, value);
    send(files.get(START)!, request, response);
  };
  return {
    show,
    door: {
      path: '/',
      handle: (request, response) => {
        const path = (request.url ?? '/').split('?', 1)[0]!;
        if (request.method !== 'GET' && request.method !== 'HEAD') throw nothingHere();
        if (isShown(path)) return show(request, response);
        const file = path === START ? undefined : files.get(path);
        if (file === undefined) throw nothingHere();
        send(file, request, response);
      },
    },
  };
}

/**
 * Nothing but our own files runs, shows or is called; nothing may frame the pages, and text never becomes script.
 * No inline style either: styles are set by property, which the policy leaves alone.
 */
function pageHeaders(connectTo: readonly string[]): readonly (readonly [string, string])[] {
  const policy = [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "manifest-src 'self'"],
    `connect-src ${["'self'", ...connectTo].join(' ')}`,
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
    ...["require-trusted-types-for 'script'", "trusted-types 'none'"],
  ].join('; ');
  return [
    ['Content-Security-Policy', policy],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['X-Frame-Options', 'DENY'],
  ];
}

function isShown(path: string): boolean {
  return SHOWN.some((shown) =>
    shown.endsWith('/') && shown !== '/' ? path.startsWith(shown) && path.length > shown.length : path === shown,
  );
}

function nothingHere() {
  return problem(404, 'route/unknown', 'There is nothing here.');
}

function send(file: PageFile, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Content-Type', file.type);
  response.setHeader('ETag', file.tag);
  response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader('Cache-Control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === file.tag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const body = takesGzip && file.gzip ? file.gzip : file.body;
  if (body === file.gzip) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function readFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(address, {
      ...{ body, type },
      gzip: WORTH_COMPRESSING.test(type) ? gzipSync(body, { level: 9 }) : undefined,
      tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      isImmutable: address.startsWith('/assets/'),
    });
  }
  return files;
}
