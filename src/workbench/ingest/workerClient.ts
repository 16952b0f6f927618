/** The extension's side of the ingest worker: one thread per task, which ends with it. */
import * as vscode from 'vscode';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerLanguage } from '../../ingestWorker/messages.ts';
import { UserError } from '../userError.ts';
import { toIngestError } from './failures.ts';
import { workerOptions } from '../../ingestWorker/workerOptions.ts';

type Told<Kind extends FromWorker['kind']> = Extract<FromWorker, { kind: Kind }>;

/** How long a worker has to finish after a cancel before its thread is terminated. */
const PATIENCE_MS = 5_000;

export class IngestWorker implements Disposable {
  readonly #worker: Worker;
  #listen: (message: FromWorker) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  /** Why the thread ended on its own. No more messages will come. */
  #death: Error | undefined;

  constructor(
    context: vscode.ExtensionContext,
    private readonly uri: vscode.Uri,
  ) {
    const file = vscode.Uri.joinPath(context.extensionUri, 'dist', 'ingestWorker.js');
    const contents = vscode.l10n.bundle;
    const workerData: WorkerLanguage = {
      language: vscode.env.language,
      ...(contents !== undefined && { contents }),
    };
    this.#worker = new Worker(file.fsPath, { ...workerOptions, workerData });
    this.#worker.on('message', (message: FromWorker) => this.#listen(message));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('messageerror', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`The worker ended with code ${code}.`)));
  }

  #die(cause: Error): void {
    this.#death ??= cause;
    this.#fail(this.#death);
  }

  /**
   * Sends one task and waits for the message that ends it; other messages go to `onState`.
   * @throws UserError or OrbError for what failed, CancellationError when it was canceled without a
   * result
   */
  async run<Kind extends FromWorker['kind']>(
    message: ToWorker,
    until: Kind,
    onState: (message: FromWorker) => void,
    signal: AbortSignal,
  ): Promise<Told<Kind>> {
    if (this.#death !== undefined) throw deathOf(this.#death, message.kind);
    let late: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.tell({ kind: 'cancel' });
      late = setTimeout(() => this.#fail(new vscode.CancellationError()), PATIENCE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<Told<Kind>>((resolve, reject) => {
        this.#fail = (error) =>
          reject(error === this.#death ? deathOf(error, message.kind) : error);
        this.#listen = (told) => {
          if (told.kind === until) resolve(told as Told<Kind>);
          else if (told.kind === 'failed') reject(toIngestError(told, this.uri));
          else onState(told);
        };
        this.tell(message);
        if (signal.aborted) cancel();
      });
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
      this.#fail = () => undefined;
    }
  }

  /** For short tasks that can't be canceled. */
  ask<Kind extends FromWorker['kind']>(message: ToWorker, until: Kind): Promise<Told<Kind>> {
    return this.run(message, until, () => undefined, new AbortController().signal);
  }

  tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }
}

/** The failure of a task whose thread ended on its own. */
function deathOf(cause: Error, kind: ToWorker['kind']): UserError {
  const log = { title: vscode.l10n.t('Show Log'), command: 'orb.log.show' };
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const words = vscode.l10n.t("There isn't enough memory. Split the file and ingest its parts.");
    return new UserError(words, log, { cause });
  }
  const words =
    kind === 'send' || kind === 'resume'
      ? vscode.l10n.t(
          'The ingest stopped unexpectedly. Resume it: events that Orb already has keep their IDs, so none is counted twice.',
        )
      : vscode.l10n.t('The background work on this file stopped unexpectedly. Try again.');
  return new UserError(words, log, { cause });
}
