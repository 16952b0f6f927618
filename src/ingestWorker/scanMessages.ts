/** What the ingest worker and the thread that scans with it tell each other. */
import type { RunRecord } from '../ingest/journal.ts';
import type { Gist, ScannedChunk } from '../ingest/scanChunk.ts';

export interface ScanWork {
  /** Of the file, open in the whole process. */
  readonly fd: number;
  readonly size: number;
  readonly context: RunRecord['context'];
}

export type ToScan = { readonly kind: 'chunk'; readonly index: number } | { readonly kind: 'gist' };

export type FromScan =
  | { readonly kind: 'ready' }
  | { readonly kind: 'chunk'; readonly index: number; readonly chunk: ScannedChunk }
  | { readonly kind: 'failed'; readonly index: number }
  | { readonly kind: 'gist'; readonly gist: Gist };
