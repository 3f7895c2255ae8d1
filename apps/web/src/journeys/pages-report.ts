import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../../../../test-results');

/** What the journeys measured, for the table that `npm run pages-report` writes. */
export class PagesReport {
  private readonly looks = new Map<string, Map<string, number>>();
  private bytes: { readonly firstLoad: number; readonly limit: number } | undefined;
  private journeys = 0;
  private complaints = 0;

  /** How many violations axe found on a view in a look, such as dark and Spanish. */
  axe(view: string, look: string, violations: number): void {
    this.looks.set(view, (this.looks.get(view) ?? new Map<string, number>()).set(look, violations));
  }

  firstLoad(bytes: number, limit: number): void {
    this.bytes = { firstLoad: bytes, limit };
  }

  /** A journey is over, and its pages had so many errors in their consoles. */
  journey(complaints: number): void {
    this.journeys++;
    this.complaints += complaints;
  }

  write(): void {
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(
      join(RESULTS, 'pages-report.json'),
      JSON.stringify(
        {
          axe: Object.fromEntries([...this.looks].map(([view, looks]) => [view, Object.fromEntries(looks)])),
          ...{ firstLoad: this.bytes, journeys: this.journeys, complaints: this.complaints },
        },
        null,
        2,
      ),
    );
  }
}
