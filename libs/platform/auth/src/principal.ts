/** The roles of the product, in the order of the permission table. */
export const ROLES = [
  'teacher',
  'principal',
  'equity-lead',
  'data-steward',
  'district-administrator',
  'state-analyst',
  'respondent',
  'advocate',
  'service-account',
] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: made from a verified token, never from anything else of the request. */
export interface Principal {
  /** Pseudonym of the person or client: the same for the same issuer and subject, not reversible without the key. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** Districts in scope; `'*'` is all of them. */
  readonly districts: readonly string[] | '*';
  /** Schools in scope within the districts; `'*'` is all of them. */
  readonly schools: readonly string[] | '*';
  /** What a service account's client may do, e.g. `ingest`, `read`, `read-live`, `deliver`, `submit`. */
  readonly clientScopes: readonly string[];
}
