import { writeSync } from 'node:fs';

/** Writes all of it. A disk that is almost full takes a part of what it is given and says so only when asked for the rest. @throws ENOSPC */
export function writeWhole(file: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
