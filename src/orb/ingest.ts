/** Ingest (https://docs.withorb.com/api-reference/event/ingest-events): the request's body, and the result in the response. */
import { addressable } from './address.ts';
import { readAnswer } from './answers.ts';
import type { Answer, IngestInput, IngestOptions, IngestResult } from './orbApi.ts';
import { joinLines, toBody } from './body.ts';
import { asText, type Reply } from './requestFailures.ts';
import type { Transport } from './transport.ts';
import { ingestWire } from './wire.ts';

export async function ingestEvents(
  transport: Transport,
  input: IngestInput,
  options: IngestOptions = {},
): Promise<Answer<IngestResult>> {
  const query = new URLSearchParams({
    ...(options.backfillId !== undefined && { backfill_id: addressable(options.backfillId) }),
    ...(options.debug === true && { debug: 'true' }),
  });
  const body = 'lines' in input ? joinLines(input.lines) : toBody({ events: input.events });
  const path = query.size === 0 ? '/ingest' : `/ingest?${query.toString()}`;
  const call = { method: 'POST', path, body, idempotent: true } as const;
  return transport.send(call, transport.limits(options), readResult);
}

function readResult(reply: Reply): IngestResult {
  const wire = readAnswer(reply, ingestWire);
  return {
    validationFailed: wire.validation_failed.map((refusal) => ({
      idempotencyKey: refusal.idempotency_key,
      messages: refusal.validation_errors.map(asText),
    })),
    ...(wire.debug != null && {
      debug: { duplicate: wire.debug.duplicate, ingested: wire.debug.ingested },
    }),
  };
}
