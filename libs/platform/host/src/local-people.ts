import { type Authenticator, ROLES, inDistrict, requireGrant } from '@evenground/auth';
import { type Door, parseJsonBody, problem } from '@evenground/http';
import { z } from 'zod';
import type { SignInLinks } from './open-sign-in.js';

const BODY_LIMIT_BYTES = 20_000;
const Names = z.array(z.string().min(1).max(200)).max(1_000);

/** Who a token is for: a person of the pilot, in one or several roles. */
export const LocalPerson = z.strictObject({
  /** Names the person; becomes a pseudonym and is not kept. The same name is the same person. */
  subject: z.string().min(1).max(200),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
  districts: Names.min(1),
  schools: z.union([z.literal('*'), Names]).default([]),
});

/**
 * `POST /sign-in/people`: where there is no identity provider, the district administrator gives the people of the pilot
 * their tokens (12 hours), in districts of their own scope.
 */
export function localPeople(links: SignInLinks, authenticator: Authenticator): Door {
  return {
    path: '/sign-in/people',
    handle: async (request, response) => {
      if (request.method !== 'POST') throw problem(404, 'route/unknown', 'There is nothing here.');
      const administrator = await authenticator.authenticate(request.headers.authorization);
      requireGrant(administrator, 'settings.write');
      const parsed = LocalPerson.safeParse(await parseJsonBody(request, BODY_LIMIT_BYTES));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw problem(422, 'body/invalid', issue?.message ?? 'The body is not as it should be.', {
          field: issue?.path.join('.'),
          wouldBeRight: '{subject, roles[], districts[], schools[] or "*"}',
        });
      }
      const person = parsed.data;
      if (!person.districts.every((district) => inDistrict(administrator, district))) {
        throw problem(404, 'district/unknown', 'There is no such district.');
      }
      response.statusCode = 201;
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      const token = await links.tokenFor(person);
      response.end(JSON.stringify({ token, tokenType: 'Bearer', expiresInSeconds: 43_200 }));
    },
  };
}
