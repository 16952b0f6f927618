/** In a file of its own: it is asked of every JSON Lines document, before anything else of this folder is loaded. */

/** A line by which a file shows that it holds events: it has an event's key and two more of its fields, or is a dead letter. */
export function looksLikeEvents(firstLine: string): boolean {
  const has = (field: string) => firstLine.includes(`"${field}"`);
  if (!has('idempotency_key') || !firstLine.trimStart().startsWith('{')) return false;
  return has('errors') || (has('event_name') && (has('timestamp') || has('properties')));
}
