/** Lists of header names and values, as they were sent: in their order, with their spelling. */

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** @param raw names and values in turn, as Node's `rawHeaders` */
export function headerPairs(raw: readonly string[]): HeaderList {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return pairs;
}

/** What applies to one connection only (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Without the headers that apply to one connection only, including those that Connection names. */
export function endToEnd(headers: HeaderList): HeaderList {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((each) => each.trim().toLowerCase()));
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !named.includes(lower);
  });
}

/** The last value of a header, or undefined. @param name in lower case */
export const valueOf = (headers: HeaderList, name: string): string | undefined =>
  headers.findLast(([each]) => each.toLowerCase() === name)?.[1];
