import type { Authenticator, Principal } from '@evenground/auth';
import { type Door, problem } from '@evenground/http';
import { type SearchedStore, knownDistricts } from './find-district.js';

/** What a page needs to know of the person in front of it. */
export interface SignedIn {
  readonly roles: Principal['roles'];
  /** The districts in scope; of somebody who may act in every district, those that this process knows. */
  readonly districts: readonly string[];
  readonly isForEveryDistrict: boolean;
  readonly schools: Principal['schools'];
}

/** `GET /sign-in/whoami`: whom a bearer token speaks for. */
export function whoIsSignedIn(authenticator: Authenticator, searched: readonly SearchedStore[]): Door {
  return {
    path: '/sign-in/whoami',
    handle: async (request, response) => {
      if (request.method !== 'GET') throw problem(404, 'route/unknown', 'There is nothing here.');
      const principal = await authenticator.authenticate(request.headers.authorization);
      const isForEveryDistrict = principal.districts === '*';
      const said: SignedIn = {
        roles: principal.roles,
        districts: principal.districts === '*' ? await knownDistricts(searched) : principal.districts,
        ...{ isForEveryDistrict, schools: principal.schools },
      };
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(said));
    },
  };
}
