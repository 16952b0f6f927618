/** The file of a run, opened and validated. A session has one open at a time. */
import { continueFrom } from '../ingest/resume.ts';
import type { ReadJournal, RunRecord } from '../ingest/journal.ts';
import { validateFile, type ValidatedFile } from '../ingest/validateFile.ts';
import { openSource, scratchIn, type FileSource } from './disk.ts';
import type { FromWorker } from './messages.ts';
import { readRun } from './runFolder.ts';
import { ScanThread } from './scanThread.ts';

/** A run's validated file, with the state of each line. */
export interface RunFile {
  /** The run's folder. */
  readonly folder: string;
  readonly source: FileSource;
  readonly validated: ValidatedFile;
  readonly context: RunRecord['context'];
}

interface ReexaminedFile extends RunFile {
  readonly journal: ReadJournal;
  /** Line → why Orb rejected it. */
  readonly rejectionReasons: Map<number, readonly string[]>;
}

/** Sends some of the states that are yielded. */
export async function reportProgress<Result>(
  states: AsyncGenerator<FromWorker, Result>,
  tell: (message: FromWorker) => void,
): Promise<Result> {
  let reportedMs = -Infinity;
  for (;;) {
    const next = await states.next();
    if (next.done === true) return next.value;
    if (performance.now() - reportedMs < 100) continue;
    reportedMs = performance.now();
    tell(next.value);
  }
}

export class OpenRunFile implements AsyncDisposable {
  #source: FileSource | undefined;
  #runFile: RunFile | undefined;
  /** Uses the source's file descriptor until it has ended. */
  #thread: ScanThread | undefined;

  /** @param scanFile the bundle of scanWorker.ts, for a second thread; without it everything runs in this one */
  constructor(
    private readonly tell: (message: FromWorker) => void,
    private readonly scanFile?: URL,
  ) {}

  /** The file that was validated last. */
  get current(): RunFile | undefined {
    return this.#runFile;
  }

  /** Closes the previous file and opens this one. @throws as openSource */
  async open(path: string): Promise<FileSource> {
    await this[Symbol.asyncDispose]();
    this.#source = await openSource(path);
    return this.#source;
  }

  /**
   * Validates the open file.
   * @param folder of the run, also used for what doesn't fit in memory
   * @throws as validateFile
   */
  async validate(
    source: FileSource,
    context: RunRecord['context'],
    folder: string,
    signal: AbortSignal,
  ): Promise<RunFile> {
    await using scratch = scratchIn(folder);
    const { scanFile } = this;
    const help = scanFile && (() => this.#helpWith(scanFile, source, context));
    const ports = { source, scratch, ...(help !== undefined && { help }) };
    const validated = await reportProgress(validateFile(ports, context, signal), this.tell);
    this.#runFile = { folder, source, validated, context };
    return this.#runFile;
  }

  /** A run's file with the state of each line, from this session or from the journal. @throws as reexamine */
  async of(folder: string, signal: AbortSignal): Promise<RunFile> {
    return this.#runFile?.folder === folder ? this.#runFile : this.reexamine(folder, signal);
  }

  /** Validates a run's file again and applies its journal. @throws SourceChanged, and as validateFile */
  async reexamine(folder: string, signal: AbortSignal): Promise<ReexaminedFile> {
    const journal = await readRun(folder);
    if (journal === undefined) throw new Error("The journal of this run can't be read.");
    const { path, context } = journal.run;
    const runFile = await this.validate(await this.open(path), context, folder, signal);
    return { ...runFile, journal, rejectionReasons: continueFrom(runFile.validated, journal) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#runFile = undefined;
    // The thread must end before the file is closed, since the descriptor may then be reused.
    await this.#thread?.[Symbol.asyncDispose]();
    this.#thread = undefined;
    await this.#source?.[Symbol.asyncDispose]();
    this.#source = undefined;
  }

  #helpWith(file: URL, { fd, size }: FileSource, context: RunRecord['context']): ScanThread {
    return (this.#thread = new ScanThread(file, { fd, size, context }));
  }
}
