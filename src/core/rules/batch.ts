/** What Orb documents for the events of one ingest request together. */
import { t } from '@vscode/l10n';
import { canonicalJson } from '../canonicalJson.ts';
import { MAX_BATCH } from '../event.ts';
import type { Issue } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import type { RuleContext } from './context.ts';
import { error, warning } from './finding.ts';
import { checkIngestEvent } from './ingest.ts';

/** Keys that stand twice: with the same body they are ingested once, with different bodies Orb refuses the whole batch. */
function checkRepeatedKeys(events: readonly JsonNode[]): readonly Issue[] {
  const firstBodies = new Map<string, string>();
  return events.flatMap((event, index) => {
    const key = memberOf(event, 'idempotency_key');
    if (key?.kind !== 'string') return [];
    const path = [index, 'idempotency_key'];
    const body = canonicalJson(event);
    const first = firstBodies.get(key.value);
    if (first === undefined) firstBodies.set(key.value, body);
    if (first === undefined) return [];
    if (first === body) {
      return [
        warning(path, 'key-repeated', t('The same event stands before; Orb counts it once.')),
      ];
    }
    return [
      error(
        path,
        'key-conflict',
        t('Another event of the batch has this key; Orb refuses the whole batch.'),
      ),
    ];
  });
}

/** @returns issues with paths from the list of events: `[index, field, ...]`. */
export function checkBatch(events: readonly JsonNode[], context: RuleContext): readonly Issue[] {
  if (events.length > MAX_BATCH) {
    const message = t(
      'Orb takes at most {0} events in one request, not {1}.',
      MAX_BATCH,
      events.length,
    );
    return [error([], 'batch-size', message)];
  }
  const each = events.flatMap((event, index) =>
    checkIngestEvent(event, context).map((issue) => ({ ...issue, path: [index, ...issue.path] })),
  );
  return [...each, ...checkRepeatedKeys(events)];
}
