import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AsyncApiDocument } from './asyncapi.js';
import type { Door } from './front-door.js';
import type { OpenApiDocument } from './openapi.js';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}h3{font:600 1rem/1.4 ui-monospace,monospace;margin:1.5rem 0 .25rem}
pre{font:.8rem/1.4 ui-monospace,monospace;background:#f4f4f4;padding:.75rem;overflow:auto;max-height:30rem}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}
code{font:.9rem ui-monospace,monospace}summary{cursor:pointer}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}
interface OperationShown {
  readonly summary?: string;
  readonly 'x-action'?: string;
  readonly 'x-open-because'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
}

/** `/api/docs` and `/api/events` with their documents; pages without scripts and without anything from elsewhere. */
export function documentationPages(openApi: OpenApiDocument, asyncApi: AsyncApiDocument): readonly Door[] {
  return [
    page('/api/docs', 'Evenground: the API', restBody(openApi)),
    json('/api/docs/openapi.json', openApi),
    page('/api/events', 'Evenground: the events', eventsBody(asyncApi)),
    json('/api/events/asyncapi.json', asyncApi),
  ];
}

function page(path: string, title: string, body: string): Door {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
  return { path, handle: (_request, response) => send(response, 'text/html; charset=utf-8', html) };
}

function json(path: string, document: unknown): Door {
  const text = JSON.stringify(document);
  return { path, handle: (_request, response) => send(response, 'application/json; charset=utf-8', text) };
}

function send(response: ServerResponse, type: string, text: string): void {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Type', type);
  response.end(text);
}

function restBody(document: OpenApiDocument): string {
  const paths = Object.entries(document.paths).map(([path, item]) =>
    Object.entries(item as Record<string, OperationShown>)
      .map(([method, operation]) => operationBody(method, path, operation))
      .join(''),
  );
  return `<p>Machine-readable: <a href="/api/docs/openapi.json">openapi.json</a>. Events: <a href="/api/events">/api/events</a>.</p>${paths.join('')}`;
}

function operationBody(method: string, path: string, operation: OperationShown): string {
  const access =
    operation['x-action'] === undefined
      ? `open: ${operation['x-open-because'] ?? ''}`
      : `needs ${operation['x-action']}`;
  const rows = (operation.parameters ?? []).map(
    ({ name, in: where, required, description, schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(where)}${required === true ? ', required' : ''}</td><td>${escape(description ?? '')} <code>${escape(JSON.stringify(schema) ?? '')}</code></td></tr>`,
  );
  return `<section><h3>${method.toUpperCase()} ${escape(path)}</h3><p>${escape(operation.summary ?? '')} (${escape(access)})</p>
${rows.length === 0 ? '' : `<table><tr><th>name</th><th>in</th><th>what</th></tr>${rows.join('')}</table>`}
${details('Body', operation.requestBody)}${details('Answers', operation.responses)}</section>`;
}

function eventsBody(document: AsyncApiDocument): string {
  const channels = document['channels'] as Readonly<
    Record<string, { description?: string; messages: Readonly<Record<string, unknown>> }>
  >;
  const { messages } = document['components'] as { readonly messages: Readonly<Record<string, unknown>> };
  const sections = Object.entries(channels).map(([topic, channel]) => {
    const shown = Object.keys(channel.messages).map((type) => details(type, messages[`${topic}.${type}`]));
    return `<section><h2>${escape(topic)}</h2><p>${escape(channel.description ?? '')}</p>${shown.join('')}</section>`;
  });
  return `<p>Machine-readable: <a href="/api/events/asyncapi.json">asyncapi.json</a>. Requests: <a href="/api/docs">/api/docs</a>.</p>${sections.join('')}`;
}

function details(title: string, content: unknown): string {
  if (content === undefined) return '';
  return `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(content, null, 2))}</pre></details>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
