import type { Door, ServiceApp } from '@evenground/http';

export function documentationDoors(_services: readonly ServiceApp[]): readonly Door[] {
  return [];
}
