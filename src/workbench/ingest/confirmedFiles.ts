/** The URIs of files that were confirmed as part of a plan. The next ingest of each doesn't ask again. */
export const confirmedFiles = new Set<string>();
