/**
 * Keeps the upstream's key from the recorder's caller: should a response contain it, the caller's own key takes its place. Everything
 * else passes byte for byte, as it comes in.
 */
import { isPacked, Unpacker } from './packedBody.ts';

/** One body on its way through. */
export interface BodyGuard {
  /** @returns what may be passed on @throws KeyInside when the key can no longer be taken out */
  write(chunk: Buffer): Buffer | Promise<Buffer>;
  /** @returns the rest, after the last chunk */
  end(): Buffer;
  /** Whether the response may begin: a body that may turn out to be unpacked waits for its first part. */
  readonly isReady: boolean;
  /** True when a compressed body is passed on decompressed; known once it is ready. */
  readonly isUnpacked: boolean;
}

/** The key is inside a compressed body whose beginning has been passed on. */
export class KeyInside extends Error {}

export class KeyGuard {
  readonly #key: Buffer;
  readonly #replacement: Buffer;

  /** @param own replaces the key; made as long as the key, so that lengths stay true */
  constructor(key: string, own: string) {
    this.#key = Buffer.from(key, 'latin1');
    this.#replacement = Buffer.from(own.padEnd(key.length, '*').slice(0, key.length), 'latin1');
  }

  /** @param contentEncoding the header's value */
  body(contentEncoding: string | undefined): BodyGuard {
    const plain = new PlainBody(this.#key, this.#replacement);
    const unpacker = isPacked(contentEncoding) ? Unpacker.for(contentEncoding) : undefined;
    return unpacker === undefined ? plain : new PackedBody(this.#key, unpacker, plain);
  }

  /** A header's name or value. */
  text(value: string): string {
    return value.replaceAll(this.#key.toString('latin1'), this.#replacement.toString('latin1'));
  }
}

const NOTHING: Buffer = Buffer.alloc(0);

/** How many bytes at the end of the data begin the key. */
function partAtEnd(data: Buffer, key: Buffer): number {
  for (let at = Math.max(0, data.length - key.length + 1); at < data.length; at += 1) {
    at = data.indexOf(key[0] ?? 0, at);
    if (at < 0) return 0;
    if (key.subarray(0, data.length - at).equals(data.subarray(at))) return data.length - at;
  }
  return 0;
}

class PlainBody implements BodyGuard {
  readonly isReady = true;
  readonly isUnpacked = false;
  /** The end of the data so far, if it begins the key. */
  #held = NOTHING;

  constructor(
    private readonly key: Buffer,
    private readonly replacement: Buffer,
  ) {}

  write(chunk: Buffer): Buffer {
    let data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let at = data.indexOf(this.key); at >= 0; at = data.indexOf(this.key, at)) {
      // Copied once: the data belongs to the connection.
      if (data === chunk) data = Buffer.from(chunk);
      this.replacement.copy(data, at);
      at += this.key.length;
    }
    const part = partAtEnd(data, this.key);
    this.#held = part === 0 ? NOTHING : Buffer.from(data.subarray(data.length - part));
    return part === 0 ? data : data.subarray(0, data.length - part);
  }

  end(): Buffer {
    const rest = this.#held;
    this.#held = NOTHING;
    return rest;
  }
}

/** A shorter beginning of the key may be passed on: nothing can be done with it. */
const SHORTEST_PART = 4;

class PackedBody implements BodyGuard {
  isReady = false;
  isUnpacked = false;
  #isBroken = false;
  /** Chunks that may contain the beginning of the key, and their content. */
  #chunks: Buffer[] = [];
  #content = NOTHING;
  #last: Promise<Buffer> = Promise.resolve(NOTHING);

  constructor(
    private readonly key: Buffer,
    private readonly unpacker: Unpacker,
    private readonly plain: PlainBody,
  ) {}

  /** One part after the other, however fast they come. */
  write(chunk: Buffer): Promise<Buffer> {
    this.#last = this.#last.then(() => this.#check(chunk));
    return this.#last;
  }

  async #check(chunk: Buffer): Promise<Buffer> {
    if (this.#isBroken) return chunk;
    const content = await this.unpacker.write(chunk).catch(() => undefined);
    if (this.isUnpacked) return this.plain.write(content ?? NOTHING);
    this.#chunks.push(chunk);
    if (content === undefined) {
      // No one can read the rest.
      this.#isBroken = true;
      this.isReady = true;
      return this.#release();
    }
    this.#content = this.#content.length === 0 ? content : Buffer.concat([this.#content, content]);
    if (this.#content.includes(this.key)) {
      if (this.isReady) throw new KeyInside();
      this.isReady = true;
      this.isUnpacked = true;
      return this.plain.write(this.#content);
    }
    if (content.length === 0 || partAtEnd(this.#content, this.key) >= SHORTEST_PART) return NOTHING;
    this.isReady = true;
    this.#content = NOTHING;
    return this.#release();
  }

  end(): Buffer {
    this.unpacker.close();
    return this.isUnpacked ? this.plain.end() : this.#release();
  }

  #release(): Buffer {
    const rest = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return rest;
  }
}
