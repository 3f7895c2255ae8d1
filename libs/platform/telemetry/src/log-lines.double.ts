/** A destination that keeps the lines. */
export class LogLines {
  readonly lines: Record<string, unknown>[] = [];

  write(line: string): void {
    this.lines.push(JSON.parse(line) as Record<string, unknown>);
  }

  get text(): string {
    return JSON.stringify(this.lines);
  }
}

export const NOON_MS = Date.UTC(2026, 0, 5, 12);
