/** Ingest (https://docs.withorb.com/api-reference/event/ingest-events): the body, and what the answer tells. */
import { OrbError } from '../core/errors.ts';
import { readAnswer } from './answers.ts';
import type { Answer, IngestInput, IngestOptions, IngestResult } from './api.ts';
import type { Transport } from './transport.ts';
import { ingestWire } from './wire.ts';

const OPEN = Buffer.from('{"events":[');
const CLOSE = Buffer.from(']}');
const COMMA = 0x2c;

/** Lines become a body without being parsed: what is in the file is what Orb gets. */
function joinLines(lines: readonly Uint8Array[]): Uint8Array {
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

/** JSON text of what is to be sent. @throws OrbError `invalid` for what JSON cannot hold (a bigint, a circle). */
export function toBody(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new OrbError('invalid', 'This cannot be written as JSON.', undefined, { cause });
  }
}

export async function ingestEvents(
  transport: Transport,
  input: IngestInput,
  options: IngestOptions = {},
): Promise<Answer<IngestResult>> {
  const query = new URLSearchParams({
    ...(options.backfillId !== undefined && { backfill_id: options.backfillId }),
    ...(options.debug === true && { debug: 'true' }),
  });
  const body = 'lines' in input ? joinLines(input.lines) : toBody({ events: input.events });
  const path = query.size === 0 ? '/ingest' : `/ingest?${query.toString()}`;
  const reply = await transport.send(
    { method: 'POST', path, body, idempotent: true },
    transport.limits(options),
  );
  const wire = readAnswer(reply, ingestWire);
  const value = {
    validationFailed: wire.validation_failed.map((refusal) => ({
      idempotencyKey: refusal.idempotency_key,
      messages: refusal.validation_errors.map(String),
    })),
    ...(wire.debug != null && {
      debug: { duplicate: wire.debug.duplicate, ingested: wire.debug.ingested },
    }),
  };
  return { value, raw: reply.text };
}
