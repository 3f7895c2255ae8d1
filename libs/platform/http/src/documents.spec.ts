import { Access, OpenRoute } from '@evenground/auth';
import { systemClock, systemRandom } from '@evenground/config';
import asyncApiParser from '@asyncapi/parser';
import { Body, Controller, Get, Module, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { validate } from '@readme/openapi-parser';
import { z } from 'zod';
import { asyncApi } from './asyncapi.js';
import { documentationPages } from './documentation-page.js';
import { type OpenApiDocument, mergeOpenApi, openApiOf } from './openapi.js';
import { PageQuery, pageSchema } from './paging.js';
import { type ServiceApp, createServiceApp } from './service-app.js';
import { StreamedBody } from './streamed-body.js';

const Why = z.strictObject({
  text: z.string(),
  get because() {
    return z.array(Why).optional();
  },
});
const Note = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  on: z.iso.date().nullable(),
  why: Why,
  share: z.number().min(0).max(1),
  kind: z.enum(['a', 'b']),
});
const NotesQuery = z.strictObject({ ...PageQuery.shape, district: z.string().optional() });

@Controller('notes')
class NotesController {
  @Get()
  @Access('cycles.read')
  @ApiOkResponse({ standardSchema: pageSchema(Note) })
  listNotes(@Query({ schema: NotesQuery }) query: unknown): unknown {
    return query;
  }
  @Post()
  @Access('cycles.write')
  @ApiCreatedResponse({ standardSchema: Note })
  addNote(@Body({ schema: Note }) note: unknown): unknown {
    return note;
  }
  @Put(':noteId/file')
  @Access('records.load')
  @StreamedBody()
  sendFile(@Param('noteId') noteId: string): unknown {
    return noteId;
  }
  @Get('public')
  @OpenRoute('a <b>public</b> list')
  open(): unknown {
    return [];
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

describe('the documents', () => {
  let service: ServiceApp;
  let document: OpenApiDocument;
  beforeAll(async () => {
    const authenticator = { authenticate: () => Promise.reject(new Error('nobody')) };
    service = await createServiceApp({
      service: 'feedback',
      module: NotesModule,
      authenticator,
      clock: systemClock,
      random: systemRandom,
    });
    document = openApiOf(service);
  });
  afterAll(() => service.close());
  const operation = (path: string, method: string) =>
    (document.paths[`/api/feedback/v1${path}`] as Record<string, Record<string, unknown>>)[method]!;

  test('are OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const checked = await validate(structuredClone(document) as Parameters<typeof validate>[0]);
    expect(checked.valid ? [] : checked.errors).toEqual([]);
  });

  test('have every route of the router, and who may call it', () => {
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/feedback/v1/notes',
      '/api/feedback/v1/notes/public',
      '/api/feedback/v1/notes/{noteId}/file',
    ]);
    expect(operation('/notes', 'post')).toMatchObject({
      'x-action': 'cycles.write',
      security: [{ bearer: [] }],
      operationId: 'feedback.Notes.addNote',
    });
    expect(operation('/notes/public', 'get')).toMatchObject({ security: [] });
    expect(operation('/notes/{noteId}/file', 'put')['requestBody']).toMatchObject({ content: { 'text/csv': {} } });
  });

  test('come from the schemas: query keys, body, answers and problems', () => {
    const names = (operation('/notes', 'get')['parameters'] as { name: string; in: string }[]).map(
      (one) => `${one.in} ${one.name}`,
    );
    expect(names.sort()).toEqual(['header Evenground-After', 'query after', 'query district', 'query limit']);
    const text = JSON.stringify(document);
    expect(text).toContain('"format":"date-time"');
    expect(text).not.toContain('"pattern"');
    expect(text).not.toContain('__schema');
    const responses = operation('/notes', 'post')['responses'] as Record<
      string,
      { headers?: unknown; content?: unknown }
    >;
    expect(responses['201']?.headers).toHaveProperty('Evenground-Position');
    expect(JSON.stringify(responses['201']?.content)).toContain('share');
    expect(responses['default']?.content).toHaveProperty('application/problem+json');
  });

  test('are merged, and clashes are refused', () => {
    const other = structuredClone(document);
    other.paths = {};
    expect(Object.keys(mergeOpenApi([document, other]).paths)).toHaveLength(3);
    expect(() => mergeOpenApi([document, document])).toThrow('two services have the path');
    other.components!.schemas!['Problem'] = { type: 'string' };
    expect(() => mergeOpenApi([document, other])).toThrow('Problem');
  });

  test('of the events are AsyncAPI 3.0 with every event of the catalogue', async () => {
    const events = asyncApi();
    const diagnostics = await new asyncApiParser.Parser().validate(JSON.stringify(events));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    const { messages } = events['components'] as { messages: Record<string, { payload: unknown }> };
    expect(Object.keys(messages)).toContain('ingestion.records.records.accepted');
    expect(JSON.stringify(messages)).not.toContain('#/$defs');
  });

  test('have pages without scripts, where nothing of a document becomes markup', () => {
    const pages = new Map<string, string>();
    for (const door of documentationPages(document, asyncApi())) {
      const headers = new Map<string, string>();
      const response = {
        setHeader: (name: string, value: string) => headers.set(name, value),
        end: (text: string) => pages.set(door.path, text),
      };
      void door.handle({} as never, response as never);
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    }
    expect([...pages.keys()].sort()).toEqual([
      '/api/docs',
      '/api/docs/openapi.json',
      '/api/events',
      '/api/events/asyncapi.json',
    ]);
    expect(pages.get('/api/docs')).toContain('POST /api/feedback/v1/notes');
    expect(pages.get('/api/docs')).not.toMatch(/<script|<b>|https?:\/\/(?!www\.apache)/);
    expect(pages.get('/api/events')).toContain('ingestion.records');
  });
});
