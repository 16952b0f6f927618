/**
 * An Orb for a single file that keeps what it's sent, byte for byte, and responds as configured:
 * correctly, or not.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closed, listen } from '../helpers/httpServer.ts';

/** A line in latin1, so that each byte is one character, and its event ID. */
export interface SentLine {
  readonly text: string;
  readonly key: string;
}

export interface Ingest {
  /** The account whose API key was sent. */
  readonly apiKey: string;
  /** Undefined if the body doesn't consist of lines of the file. */
  readonly lines: readonly SentLine[] | undefined;
  readonly response: ServerResponse;
}

const keyOf = (text: string) =>
  String(
    (JSON.parse(Buffer.from(text, 'latin1').toString()) as { idempotency_key: unknown })
      .idempotency_key,
  );

export class RecordingOrb implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  url = '';
  /** Other requests. */
  others = 0;

  private constructor(
    /** All lines of the file. */
    private readonly known: () => ReadonlySet<string>,
    private readonly answer: (ingest: Ingest) => void,
  ) {
    this.#server = createServer((request, response) => this.#receive(request, response));
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(
    known: () => ReadonlySet<string>,
    answer: (ingest: Ingest) => void,
  ): Promise<RecordingOrb> {
    const orb = new RecordingOrb(known, answer);
    orb.url = `http://127.0.0.1:${await listen(orb.#server)}/v1`;
    return orb;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isIngest = request.url?.startsWith('/v1/ingest') === true;
      if (!isIngest) {
        this.others++;
        // Its search doesn't find events, so no event counts as sent because of a search.
        response.setHeader('content-type', 'application/json').end('{"data":[]}');
        return;
      }
      this.answer({
        apiKey: request.headers.authorization?.replace(/^Bearer /, '') ?? '',
        lines: this.#split(Buffer.concat(chunks).toString('latin1')),
        response,
      });
    });
  }

  /** The lines of the file that a body consists of. */
  #split(body: string): readonly SentLine[] | undefined {
    const [head, tail] = ['{"events":[', ']}'];
    if (!body.startsWith(head) || !body.endsWith(tail)) return undefined;
    const lines: SentLine[] = [];
    for (let at = head.length; at < body.length - tail.length;) {
      let best = '';
      for (const line of this.known()) {
        if (line.length > best.length && body.startsWith(line, at)) best = line;
      }
      const next = body[at + best.length];
      if (best === '' || (next !== ',' && next !== ']')) return undefined;
      lines.push({ text: best, key: keyOf(best) });
      at += best.length + 1;
    }
    return lines;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await closed(this.#server);
  }
}
