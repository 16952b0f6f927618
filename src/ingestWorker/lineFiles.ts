/** Writes lines to files in which they have the numbers that they have in the compared file. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

const FULL = 1 << 20;

export class LineFiles implements AsyncDisposable {
  readonly #files = new Map<string, { file: FileHandle; last: number; parts: Uint8Array[] }>();
  #bytes = 0;

  /** Lines of one file come in ascending order. @throws what node:fs does, EEXIST for one that is there */
  async add(path: string, line: number, bytes: Uint8Array): Promise<void> {
    let its = this.#files.get(path);
    if (its === undefined) {
      await mkdir(dirname(path), { recursive: true });
      its = { file: await open(path, 'wx'), last: 0, parts: [] };
      this.#files.set(path, its);
    }
    // Blank lines keep the numbers.
    its.parts.push(Buffer.alloc(line - its.last - 1, '\n'), Buffer.from(bytes), Buffer.from('\n'));
    its.last = line;
    this.#bytes += bytes.length;
    if (this.#bytes > FULL) await this.flush();
  }

  async flush(): Promise<void> {
    this.#bytes = 0;
    for (const its of this.#files.values()) {
      await its.file.writeFile(Buffer.concat(its.parts.splice(0)));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.flush();
    } finally {
      for (const { file } of this.#files.values()) await file.close();
    }
  }
}
