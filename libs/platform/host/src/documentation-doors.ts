import { type Door, type ServiceApp, asyncApi, documentationPages, mergeOpenApi, openApiOf } from '@evenground/http';

/** The pages that say what there is to call and to listen to. */
export function documentationDoors(services: readonly ServiceApp[]): readonly Door[] {
  return documentationPages(mergeOpenApi(services.map(openApiOf)), asyncApi());
}
