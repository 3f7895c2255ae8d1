import { DEAD_LETTERS_SUFFIX, type LogEvent } from '@evenground/contracts';
import { partsOfStudentKey } from '../domain/place-record.js';

/** What stands for an erased student where a sequence must stay gapless; it was never anybody's key. */
export function nobodyInPlaceOf(student: string): string {
  const { bucket, pack } = partsOfStudentKey(student);
  return `${bucket}.${pack}.erased`;
}

/**
 * What becomes of an event in which a student is named: rows of theirs leave their block (an empty block keeps one
 * withdrawn row of nobody), deliveries lose their student, parked copies lose their data. Doing it twice changes nothing.
 */
export function forgetIn(event: LogEvent, student: string): LogEvent | 'keep' {
  if (!JSON.stringify(event.data ?? null).includes(student)) return 'keep';
  const { envelope } = event;
  if (envelope.topic.endsWith(DEAD_LETTERS_SUFFIX))
    return { envelope, data: { ...(event.data as object), data: null } };
  switch (envelope.type) {
    case 'records.accepted':
      return { envelope, data: withoutRows(event.data as Block, student) };
    case 'deliveries.accepted':
      return { envelope, data: withoutStudent(event.data as DeliveryRows, student) };
    default:
      return {
        envelope,
        data: JSON.parse(JSON.stringify(event.data).replaceAll(student, nobodyInPlaceOf(student))) as unknown,
      };
  }
}

interface Block {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly student: string;
    readonly line: number;
    readonly outcome: string;
    readonly values: readonly unknown[];
  }[];
}

function withoutRows(block: Block, student: string): Block {
  const rows = block.rows.filter((row) => row.student !== student);
  const nobody = {
    student: nobodyInPlaceOf(student),
    outcome: 'withdrawn',
    line: 0,
    values: block.columns.map(() => null),
  };
  return { ...block, rows: rows.length > 0 ? rows : [nobody] };
}

interface DeliveryRows {
  readonly rows: readonly { readonly content?: { readonly student?: string } }[];
}

function withoutStudent(block: DeliveryRows, student: string): DeliveryRows {
  return {
    ...block,
    rows: block.rows.map((row) => {
      if (row.content?.student !== student) return row;
      const { student: _forgotten, ...content } = row.content;
      return { ...row, content };
    }),
  };
}
