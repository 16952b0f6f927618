/** Recognizes event files. In its own module, since it runs for every JSON Lines document before anything else of this folder is loaded. */

/** Whether a file's first line has an event ID and other fields of an event, or is a dead letter. */
export function looksLikeEvents(firstLine: string): boolean {
  const has = (field: string) => firstLine.includes(`"${field}"`);
  if (!has('idempotency_key') || !firstLine.trimStart().startsWith('{')) return false;
  return has('errors') || (has('event_name') && (has('timestamp') || has('properties')));
}
