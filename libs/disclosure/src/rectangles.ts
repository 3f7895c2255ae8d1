import type { CellSystem } from './cell-system.js';
import type { Target } from './departures.js';

/** How far a cell can go along a direction (people, outcomes) and back, for itself alone. */
export interface Slack {
  readonly forth: number;
  readonly back: number;
}

/** `e`: an outcome more, of the same people; `ne`: a person more with the outcome; `n`: a person more without it. */
export type Direction = 'e' | 'ne' | 'n';

/**
 * The short proofs that a number is uncertain: four unknown cells at the corners of a rectangle of a table, of which two
 * opposite ones grow by as much as the other two shrink, so that no sum changes. Most numbers have one; the linear
 * program is for the rest.
 */
export class Rectangles {
  /** The two sums of a cell that is a part of exactly two and the total of none. */
  private readonly lines: readonly (readonly [number, number] | undefined)[];
  private readonly crossing = new Map<number, number>();

  constructor(private readonly system: CellSystem) {
    const sums: number[][] = system.cells.map(() => []);
    system.sums.forEach(({ total, parts }, sum) => {
      for (const part of parts) sums[part]!.push(sum);
      sums[total]!.push(-1);
    });
    this.lines = sums.map((own) => (own.length === 2 && own[0]! >= 0 && own[1]! >= 0 ? [own[0]!, own[1]!] : undefined));
    this.lines.forEach((line, cell) => {
      if (!line) return;
      this.crossing.set(this.key(line[0], line[1]), cell);
      this.crossing.set(this.key(line[1], line[0]), cell);
    });
  }

  /** Whether some rectangle lets the target differ by `width` in all. */
  isWide(
    { cell, quantity }: Target,
    width: number,
    slackOf: (cell: number, direction: Direction) => Slack | undefined,
  ): boolean {
    const directions: Direction[] = quantity === 'n' ? ['n'] : quantity === 'e' ? ['e', 'ne'] : ['e', 'n'];
    return directions.some((direction) => this.hasRectangle(cell, width, (other) => slackOf(other, direction)));
  }

  private hasRectangle(cell: number, width: number, slackOf: (cell: number) => Slack | undefined): boolean {
    const line = this.lines[cell];
    const own = slackOf(cell);
    if (!line || !own) return false;
    const [first, second] = line;
    const seconds = this.others(second, cell, slackOf);
    for (const { other: beside, across: column, slack: besides } of this.others(first, cell, slackOf)) {
      for (const { across: row, slack: below } of seconds) {
        const corner = this.crossing.get(this.key(row, column));
        if (corner === undefined || corner === beside) continue;
        const opposite = slackOf(corner);
        if (!opposite) continue;
        const up = Math.min(own.forth, besides.back, below.back, opposite.forth);
        const down = Math.min(own.back, besides.forth, below.forth, opposite.back);
        if (up + down >= width) return true;
      }
    }
    return false;
  }

  private others(sum: number, cell: number, slackOf: (cell: number) => Slack | undefined) {
    return this.system.sums[sum]!.parts.flatMap((other) => {
      const line = other === cell ? undefined : this.lines[other];
      const slack = line && slackOf(other);
      return line && slack ? [{ other, across: line[0] === sum ? line[1] : line[0], slack }] : [];
    });
  }

  private key(first: number, second: number): number {
    return first * this.system.sums.length + second;
  }
}
