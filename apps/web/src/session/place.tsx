import { createContext, useContext } from 'react';
import type { Who } from './who.js';

/** Who is at work here, and in which district. */
export interface Place {
  readonly who: Who;
  readonly district: string;
  /** Goes on in another district. */
  move(district: string): void;
}

export const PlaceContext = createContext<Place | undefined>(undefined);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error('only shown to somebody who is signed in');
  return place;
}

const LOADERS = ['data-steward', 'district-administrator', 'service-account'];

/** Whether the pages offer what loads data; what is really allowed is the server's word. */
export function mayLoad({ roles }: Who): boolean {
  return roles.some((role) => LOADERS.includes(role));
}
