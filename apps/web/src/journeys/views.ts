import type { Page } from 'playwright-core';
import { type Bench, CYCLE, DISTRICT } from './bench.js';

/** One view of the pages, and how to know that it is whole. */
export interface ViewOfPages {
  readonly name: string;
  /** Where it is; looked up where it depends on what is there. */
  path(bench: Bench): string | Promise<string>;
  /** Something that is there once it is whole. */
  readonly whole: string;
  readonly isSignedOut?: boolean;
}

const GAP = `/explore?district=${DISTRICT}&indicator=oss-any&period=2025-26&by=raceEthnicity`;
const fixed = (path: string) => () => path;

/** Every view that there is: each with its own layout. */
export const VIEWS: readonly ViewOfPages[] = [
  { name: 'sign-in', path: fixed('/'), whole: 'input[type=password]', isSignedOut: true },
  { name: 'home', path: fixed('/'), whole: '.cycle' },
  { name: 'reflection', path: fixed(CYCLE), whole: '.time-chart svg[role=img]' },
  { name: 'explore: groups', path: fixed(`${GAP}&show=groups`), whole: '.interval-chart tbody tr' },
  {
    name: 'explore: crossed',
    path: fixed(`${GAP.replace('raceEthnicity', 'raceEthnicity,gender')}&show=groups`),
    whole: '.interval-chart tbody tr',
  },
  { name: 'explore: schools', path: fixed(`${GAP}&show=schools`), whole: '.interval-chart tbody tr' },
  { name: 'explore: trend', path: fixed(`${GAP}&show=trend`), whole: '.time-chart svg[role=img]' },
  { name: 'connect', path: fixed('/connect'), whole: 'table tbody tr' },
  { name: 'a file', path: dirtyFile, whole: '.quarantined input' },
  { name: 'status', path: fixed('/status'), whole: 'table tbody tr' },
  { name: 'no such page', path: fixed('/cycles/no-such-cycle'), whole: '[role=alert]' },
];

/** Opens everything that can be opened, so that what lies in it is looked at too. */
export async function openDetails(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

let sent: Promise<string> | undefined;

/** The page of a file with a row that waits for a correction; sent once. */
function dirtyFile(bench: Bench): Promise<string> {
  sent ??= bench
    .ask<{ uploadId: string }>(`/api/ingestion/v1/uploads?district=${DISTRICT}&type=students&format=csv`, {
      method: 'POST',
      body: 'studentId,schoolYear,schoolId,grade,raceEthnicity,surname\nodd-1,2025-26,E001,03,Martian,X\n',
    })
    .then(({ uploadId }) => `/connect/${uploadId}`);
  return sent;
}
