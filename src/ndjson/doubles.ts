/** Idempotency keys that stand on several lines: harmless with one body, refused by Orb with several. */
import { canonicalJson } from '../core/canonicalJson.ts';
import { memberOf, readJson } from '../core/jsonTree.ts';
import { keyConflict } from '../core/lineFaults.ts';
import { doubleLinks, sameEventOn } from '../core/texts/eventFile.ts';
import type { Finding } from './finding.ts';

/** A line that has the key; its number is looked up by the caller, since it moves. */
export interface KeyedLine {
  readonly text: string;
  /** From 0. */
  readonly line: number;
}

/** So many links are enough to find the others. */
const MAX_LINKS = 20;

/**
 * @param lines all lines with one key, in the order of the file; at least two
 * @param bodies the same lines' bodies, see `bodyOf`
 * @returns a finding for each line it is about: with one body all but the first, with several all
 */
export function doubleFindings(
  lines: readonly KeyedLine[],
  bodies: readonly string[],
): ReadonlyMap<number, Finding> {
  const conflict = bodies.some((body) => body !== bodies[0]);
  const links = doubleLinks();
  const findings = new Map<number, Finding>();
  lines.forEach(({ text, line }, index) => {
    if (!conflict && index === 0) return;
    const others = lines.filter((_, other) => !conflict || bodies[other] !== bodies[index]);
    const linked = (conflict ? others : lines.slice(0, 1)).slice(0, MAX_LINKS);
    findings.set(line, {
      code: conflict ? 'key-conflict' : 'key-repeated',
      severity: conflict ? 'error' : 'warning',
      message: conflict
        ? keyConflict(others.map((other) => other.line + 1))
        : sameEventOn((lines[0]?.line ?? 0) + 1),
      span: keySpan(text),
      related: linked.map((other) => ({
        line: other.line,
        message: conflict ? links.other : links.same,
      })),
    });
  });
  return findings;
}

/** What tells bodies apart. */
export const bodyOf = (text: string): string => canonicalJson(readJson(text));

function keySpan(text: string): Finding['span'] {
  const { start, end } = memberOf(readJson(text), 'idempotency_key') ?? { start: 0, end: 1 };
  return { start, end };
}
