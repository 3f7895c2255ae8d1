import 'reflect-metadata';
import type { FeatureSubscription } from '@evenground/event-log';
import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants.js';

/** A feature that handles events: its group, and the topics it is subscribed to. */
export interface EventFeature {
  readonly group: string;
  readonly topics: readonly string[];
}

/** Every `@EventPattern` method of the app's controllers. */
export function eventFeatures(app: INestApplication): readonly EventFeature[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((name): EventFeature[] => {
      const topics = Reflect.getMetadata(PATTERN_METADATA, prototype[name]!) as readonly string[] | undefined;
      if (topics === undefined) return [];
      const { group = '' } = Reflect.getMetadata(
        PATTERN_EXTRAS_METADATA,
        prototype[name]!,
      ) as Partial<FeatureSubscription>;
      return [{ group, topics }];
    });
  });
}
