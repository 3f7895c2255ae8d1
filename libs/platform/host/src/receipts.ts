import { ReceiptIssued, type LogEvent, type StreamPosition } from '@evenground/contracts';
import type { Consumption, EventLog } from '@evenground/event-log';

const TOPIC = 'ingestion.reference';
const KEPT = 10_000; // about 5 MB; a receipt is asked for in the seconds after its write

/** Knows which positions the receipts of wide writes stand for, for every service of the process. */
export class Receipts {
  private readonly known = new Map<string, readonly StreamPosition[]>();
  private watching: Consumption | undefined;
  private older: Promise<void> | undefined;

  constructor(private readonly log: EventLog) {}

  async start(): Promise<void> {
    this.watching = await this.log.watch({
      topics: [TOPIC],
      handle: (events) => events.forEach((event) => this.see(event)),
    });
  }

  async close(): Promise<void> {
    await this.watching?.close();
  }

  /** `undefined` for a receipt that was not issued (yet), or so long ago that the log has forgotten it. */
  async positionsOf(receiptId: string): Promise<readonly StreamPosition[] | undefined> {
    const known = this.known.get(receiptId);
    if (known !== undefined) return known;
    // Issued before this process began to watch: read once what the log still keeps.
    this.older ??= this.readOlder().catch((error: unknown) => {
      this.older = undefined; // the log is away: who asks again lets it be read again
      throw error;
    });
    await this.older;
    return this.known.get(receiptId);
  }

  private async readOlder(): Promise<void> {
    for await (const events of this.log.replay(TOPIC)) for (const { event } of events) this.see(event);
  }

  private see({ envelope, data }: LogEvent): void {
    if (envelope.type !== 'receipt.issued') return;
    const parsed = ReceiptIssued.safeParse(data);
    if (!parsed.success) return; // the consumer loops have dead-lettered it
    this.known.set(parsed.data.receiptId, parsed.data.positions);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
  }
}
