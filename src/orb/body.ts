/** What is sent, as text or bytes. Nothing here may alter a value: what can't be written as it is, is rejected. */
import { OrbError } from '../core/errors.ts';

const OPEN = Buffer.from('{"events":[');
const CLOSE = Buffer.from(']}');
const COMMA = 0x2c;

/**
 * The body of an ingest made of lines, without parsing them: what is in the file is what Orb gets.
 * @throws OrbError `invalid` for an empty line
 */
export function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  let size = OPEN.length + CLOSE.length + Math.max(0, lines.length - 1);
  for (const line of lines) {
    if (line.length === 0) throw new OrbError('invalid', 'A line to ingest is empty.');
    size += line.length;
  }
  const body = Buffer.allocUnsafe(size);
  body.set(OPEN);
  let at = OPEN.length;
  for (const line of lines) {
    if (at > OPEN.length) body[at++] = COMMA;
    body.set(line, at);
    at += line.length;
  }
  body.set(CLOSE, at);
  return body;
}

/**
 * JSON text of what is to be sent.
 * @throws OrbError `invalid` for what JSON can't represent: a bigint, a cycle, and NaN and Infinity, which would become null.
 */
export function toBody(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new OrbError('invalid', "The value can't be written as JSON.", undefined, { cause });
  }
  // Checking every value would cost more than writing it, and only a null in the text can be a number that got lost.
  if (text.includes('null')) refuseLostNumbers(value);
  return text;
}

function refuseLostNumbers(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new OrbError('invalid', `The number ${value} can't be written as JSON.`);
  }
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(refuseLostNumbers);
}

/** The same JSON with half characters escaped: UTF-8 has none, and would turn them into question marks. */
export function wellFormed(json: string): string {
  return json.replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}
