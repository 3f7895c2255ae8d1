import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessGuard, type Authenticator, type DeclaredRoute, assertEveryRouteDeclared } from '@evenground/auth';
import type { Clock, Random } from '@evenground/config';
import { PlatformError, type Service } from '@evenground/contracts';
import { type ConsumerLoop, type ConsumerLoopOptions, DeadLetters, connectEventLog } from '@evenground/event-log';
import type { DynamicModule, INestApplication, LoggerService, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { AfterInterceptor, type PositionsAwaited } from './after.interceptor.js';
import { AnswerInterceptor } from './answer.interceptor.js';
import { BodyGuard } from './body.guard.js';
import { correlate } from './correlation.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DistrictGuard, type FindDistrict } from './district.guard.js';
import { type EventFeature, eventFeatures } from './event-features.js';
import { ProblemFilter, type RequestFault } from './problem.filter.js';
import { problem } from './problem.js';
import { DEFAULT_RATE_LIMITS, RateLimitGuard, type RateLimits } from './rate-limit.guard.js';
import { routeParameters } from './route-parameters.js';
import { ServiceDeadLetters } from './service-dead-letters.js';
import { isStreamedBody } from './streamed-body.js';
import { TokenBuckets } from './token-buckets.js';
import { SchemaPipe } from './validation.pipe.js';
import { writeProblem } from './write-problem.js';

export interface ServiceAppOptions {
  readonly service: Service;
  /** `<Service>Module.register(…)`. */
  readonly module: DynamicModule | Type;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly random: Random;
  /** Answers `Evenground-After`; without it the header is ignored. */
  readonly positions?: PositionsAwaited;
  /** Finds the district of a request of a caller of every district who names none; without it he is asked. */
  readonly findDistrict?: FindDistrict;
  /** Feeds the `@EventPattern` handlers; starts with `startConsuming()`. What they give up is listed at `/dead-letters`. */
  readonly consume?: ConsumerLoopOptions;
  /** Runs before everything else of each request, e.g. the request log and metrics. */
  readonly middleware?: readonly Middleware[];
  readonly limits?: Partial<RateLimits>;
  /** Most bytes of a JSON body. */
  readonly bodyLimitBytes?: number;
  /** Told of every request that failed through a fault of ours. */
  readonly onFault?: (fault: RequestFault) => void;
  /** Where Nest writes what it has to say; silent by default. */
  readonly logger?: LoggerService | false;
}

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** One service, ready to answer, without a port of its own. */
export interface ServiceApp {
  readonly service: Service;
  readonly app: INestApplication;
  /** `/api/<service>/v1`. */
  readonly prefix: string;
  readonly routes: readonly DeclaredRoute[];
  /** What it handles of the event log. */
  readonly features: readonly EventFeature[];
  /** Answers a request whose whole path begins with `prefix`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Starts the event handlers; returns their loops, for health and metrics. */
  startConsuming(): Promise<readonly ConsumerLoop[]>;
  /** Ends event handlers after the batch in hand and frees the container. */
  close(): Promise<void>;
}

const JSON_LIMIT_BYTES = 1_000_000;

/** Where the routes of a service live. */
export function servicePrefix(service: Service): string {
  return `/api/${service}/v1`;
}

/** Makes the Nest app of one service: guards, schemas, problems and answers are the same for every route of the product. */
export async function createServiceApp(options: ServiceAppOptions): Promise<ServiceApp> {
  const prefix = servicePrefix(options.service);
  const made: { app?: INestApplication } = {};
  const features = () => (made.app === undefined ? [] : eventFeatures(made.app));
  const app = await NestFactory.create<NestExpressApplication>(rootModule(options, features), {
    ...{ abortOnError: false, bodyParser: false, logger: options.logger ?? false },
  });
  made.app = app;
  app.setGlobalPrefix(prefix);
  hardenExpress(app);
  app.use(keepNothing, correlate(options.random), ...(options.middleware ?? []));
  installRules(app, options);
  const transport = options.consume && connectEventLog(app, options.consume);
  await app.init();
  const routes = assertEveryRouteDeclared(app, prefix);
  assertEveryInputChecked(routes);
  return {
    ...{ service: options.service, app, prefix, routes, features: eventFeatures(app) },
    handle: within(prefix, app.getHttpAdapter().getInstance() as ServiceApp['handle']),
    startConsuming: async () => {
      if (transport === undefined) return [];
      await app.startAllMicroservices();
      return transport.loops;
    },
    close: () => app.close(),
  };
}

@Module({})
class ServiceRoot {}

/** The service's module and, where it handles events, the doors to what it could not handle. */
function rootModule(options: ServiceAppOptions, features: () => readonly EventFeature[]): DynamicModule | Type {
  const { module, consume, service, random } = options;
  if (consume === undefined) return module;
  const letters = new DeadLetters({ log: consume.log, store: consume.store, service, random });
  const topics = () => features().flatMap((feature) => feature.topics);
  return {
    module: ServiceRoot,
    imports: [module],
    controllers: [DeadLettersController],
    providers: [{ provide: ServiceDeadLetters, useValue: new ServiceDeadLetters({ letters, service, topics }) }],
  };
}

/** Express would answer what lies outside of the prefix with a page of its own. */
function within(prefix: string, handle: ServiceApp['handle']): ServiceApp['handle'] {
  return (request, response) => {
    if (request.url?.startsWith(`${prefix}/`)) handle(request, response);
    else writeProblem(response, problem(404, 'route/unknown', 'There is nothing here.'), undefined);
  };
}

function hardenExpress(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.disable('etag'); // why: a hash of an answer would tell that a hidden number changed
  app.set('query parser', 'simple'); // why: no nested objects out of brackets; a repeated key becomes a list, which schemas refuse
  app.set('trust proxy', false);
  app.set('case sensitive routing', true);
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
}

/** What is answered here is about students, unless a route says that it may be kept. */
function keepNothing(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

function installRules(app: NestExpressApplication, options: ServiceAppOptions): void {
  app.useGlobalFilters(new ProblemFilter(options.onFault ?? (() => undefined)));
  app.useGlobalGuards(
    new AccessGuard(options.authenticator),
    new RateLimitGuard(new TokenBuckets(options.clock), { ...DEFAULT_RATE_LIMITS, ...options.limits }),
    new BodyGuard(options.bodyLimitBytes ?? JSON_LIMIT_BYTES, options.clock),
    new DistrictGuard(options.findDistrict),
  );
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalInterceptors(new AnswerInterceptor());
  if (options.positions) app.useGlobalInterceptors(new AfterInterceptor(options.positions));
}

/** Stops the start when a route takes a body or a query that no schema judges. */
function assertEveryInputChecked(routes: readonly DeclaredRoute[]): void {
  const unchecked = routes.flatMap((route) => {
    const parameters = routeParameters(route.controllerClass, route.handler);
    const parts = isStreamedBody(route.handlerFunction)
      ? parameters.unchecked.filter((part) => part !== 'body')
      : parameters.unchecked;
    return parts.map((part) => `${route.controller}.${route.handler} (${part})`);
  });
  if (unchecked.length > 0)
    throw new PlatformError('configuration-invalid', `input without a schema: ${unchecked.join(', ')}`);
}
