/** Reads selected lines of a validated file. */
import { readBlocks } from './blocks.ts';
import type { Batch, BatchLine } from './batch.ts';
import type { ValidatedFile } from './validateFile.ts';
import { eachLine } from './lines.ts';
import { SourceChanged } from './batchReader.ts';
import type { Source } from './ports.ts';
import type { LineState } from './states.ts';

/**
 * Yields the lines that are in one of these states, up to `most` at a time.
 * @throws SourceChanged, SourceShrank
 */
export async function* pickLines(
  source: Source,
  validated: ValidatedFile,
  wanted: readonly LineState[],
  most: number,
): AsyncGenerator<Batch, void> {
  const { states } = validated;
  if (states.count(...wanted) === 0) return;
  yield* pickLinesWhere(source, validated, (line) => wanted.includes(states.get(line)), most);
}

/**
 * Yields the lines that `isWanted`, up to `most` at a time. It is called in the order of the file, before the line is yielded.
 * @throws SourceChanged, SourceShrank
 */
export async function* pickLinesWhere(
  source: Source,
  { digests }: ValidatedFile,
  isWanted: (line: number) => boolean,
  most: number,
): AsyncGenerator<Batch, void> {
  const onDigest = (index: number, digest: string) => {
    if (digests[index] !== digest) throw new SourceChanged();
  };
  let line = 0;
  let picked: BatchLine[] = [];
  for await (const block of readBlocks(source, { onDigest })) {
    if (block.kind === 'long') {
      line++;
      continue;
    }
    eachLine(block, (start, end) => {
      if (!isWanted(++line)) return;
      picked.push({
        line,
        offset: block.offset + start,
        bytes: block.bytes.subarray(start, end),
      });
    });
    while (picked.length >= most) {
      yield picked.slice(0, most);
      picked = picked.slice(most);
    }
  }
  if (picked.length > 0) yield picked;
}
