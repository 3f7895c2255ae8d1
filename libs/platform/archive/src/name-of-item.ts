import type { KeepItem } from './keep.js';

/** For messages: what an item is, without what it says. */
export function nameOf(item: KeepItem): string {
  switch (item.kind) {
    case 'document':
      return `document ${item.service}/${item.collection} ${item.id}`;
    case 'head':
      return `head of ${item.topic} ${item.stream}`;
    case 'handled':
      return `mark of ${item.group} in ${item.topic} ${item.stream}`;
    case 'event':
      return `event ${item.envelope.sequence} of ${item.envelope.topic} ${item.envelope.stream}`;
  }
}
