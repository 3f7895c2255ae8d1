import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@evenground/config';
import { type Door, TokenBuckets, problem } from '@evenground/http';
import type { SignInLinks } from './open-sign-in.js';
import type { Pages } from './pages.js';

const PATH = '/sign-in/';
const ATTEMPTS = { burst: 10, perSecond: 0.2 }; // guesses are hopeless at 256 bits; this keeps them from being a load
const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}pre,textarea{font:.85rem/1.4 ui-monospace,monospace;width:100%;box-sizing:border-box;white-space:pre-wrap;overflow-wrap:anywhere}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/**
 * `GET /sign-in/<code>`: redeems a one-time code for a token, as JSON for programs. A person who opens the link gets the
 * pages, which redeem it: so nothing that only looks at the link, such as a preview, uses it up. Without built pages the
 * token is shown.
 */
export function signInPage(links: SignInLinks, clock: Clock, pages?: Pages): Door {
  const attempts = new TokenBuckets(clock);
  return {
    path: PATH,
    handle: async (request, response) => {
      if (request.method !== 'GET') throw problem(404, 'route/unknown', 'There is nothing here.'); // a HEAD must not use up a code
      if (pages && isForPeople(request)) return pages.show(request, response);
      const retryAfterSeconds = attempts.take(request.socket.remoteAddress ?? '', ATTEMPTS);
      if (retryAfterSeconds > 0) throw problem(429, 'rate/exceeded', 'Too many attempts.', { retryAfterSeconds });
      const token = await links.redeem(codeIn(request));
      if (token === undefined) {
        throw problem(
          401,
          'sign-in/code-invalid',
          'This link was used before, is older than 15 minutes, or was never made. A new start prints a new one.',
        );
      }
      answer(request, response, token);
    },
  };
}

function codeIn(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0]!.slice(PATH.length);
}

function answer(request: IncomingMessage, response: ServerResponse, token: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Security-Policy', POLICY);
  const forPeople = isForPeople(request);
  response.setHeader('Content-Type', forPeople ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8');
  response.end(
    forPeople
      ? page(token, request.socket.localPort)
      : JSON.stringify({ token, tokenType: 'Bearer', expiresInSeconds: 43_200 }),
  );
}

function isForPeople(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

/** The token is base64url and dots, so nothing of it needs escaping. */
function page(token: string, port = 8080): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evenground: signed in</title><style>${STYLE}</style></head><body>
<h1>Signed in</h1>
<p>You are the local district administrator and data steward for twelve hours. Keep this token to yourself; it is shown once.</p>
<label for="token">Bearer token</label><textarea id="token" rows="8" readonly>${token}</textarea>
<h2>Use it</h2>
<pre>curl -H "Authorization: Bearer ${token}" http://127.0.0.1:${port}/api/diagnostics/v1/indicators</pre>
<p><a href="/api/docs">What there is to call</a></p>
</body></html>`;
}
