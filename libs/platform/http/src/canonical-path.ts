// A-Z a-z 0-9 - . _ ~ (RFC 3986 2.3), percent-encoded.
const UNRESERVED_BYTE = /%(?:4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE]|3[0-9]|2[dDeE])/g;
const SUSPICIOUS = /\/\/|\/\.{1,2}(?:\/|$)|[\\\u0000-\u0020]|%(?:2[fF]|5[cC]|00|25)|%(?![0-9a-fA-F]{2})/;

/**
 * The one spelling of a request's target: an absolute form loses its origin, and a percent-encoding of an unreserved
 * character becomes the character (RFC 3986 6.2.2), so that every spelling of a path meets the same decision.
 *
 * @returns the target as path and query; `undefined` for what has no honest use: empty or dot segments, backslashes,
 *   encoded slashes, NUL, broken encodings
 */
export function canonicalTarget(target: string): string | undefined {
  const relative = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const query = relative.indexOf('?');
  const path = (query < 0 ? relative : relative.slice(0, query)).replace(UNRESERVED_BYTE, (encoded) =>
    String.fromCharCode(Number.parseInt(encoded.slice(1), 16)),
  );
  if (!path.startsWith('/') || SUSPICIOUS.test(path)) return undefined;
  return query < 0 ? path : path + relative.slice(query);
}
