/** The body of a request that is passed on as it comes in, with a copy of its beginning. */
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { CopiedBody } from './copiedBody.ts';

export class PassedBody {
  readonly copy: CopiedBody;
  readonly #stream: Transform;

  /**
   * @param maxCopied bytes of which a copy is kept
   * @param readAhead bytes that are read before anyone takes them
   */
  constructor(
    private readonly request: IncomingMessage,
    { maxCopied, readAhead }: { readonly maxCopied: number; readonly readAhead: number },
  ) {
    const copy = new CopiedBody(maxCopied);
    this.copy = copy;
    this.#stream = new Transform({
      highWaterMark: readAhead,
      transform(chunk: Buffer, _encoding, done) {
        copy.add(chunk);
        done(null, chunk);
      },
    });
    this.#stream.on('error', () => undefined);
    request.on('error', (error) => this.#stream.destroy(error));
    request.on('close', () => {
      if (!request.complete) this.drop();
    });
    // Once no one takes more, the rest is dropped: a caller may read the response only after it has sent everything.
    this.#stream.on('close', () => {
      request.unpipe(this.#stream);
      request.resume();
    });
    request.pipe(this.#stream);
  }

  /** Null when the request has no body. */
  get stream(): Transform | null {
    const { headers } = this.request;
    const isEmpty =
      headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
    return isEmpty ? null : this.#stream;
  }

  /** Waits until all of it is here, or as much as is read ahead. */
  async start(): Promise<void> {
    const { request } = this;
    if (request.readableEnded || request.destroyed) return;
    await new Promise<void>((resolve) => {
      for (const event of ['end', 'close', 'pause']) request.on(event, () => resolve());
    });
  }

  /** Reads to the end and drops what isn't copied. */
  async finish(): Promise<void> {
    this.#stream.resume();
    if (this.#stream.closed) return;
    await new Promise<void>((resolve) => {
      this.#stream.on('close', () => resolve());
    });
  }

  /** No one takes the rest. */
  drop(): void {
    if (!this.#stream.readableEnded) this.#stream.destroy(new Error('The body is incomplete.'));
  }
}
