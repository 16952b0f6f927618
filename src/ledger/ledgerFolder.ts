/**
 * Keeps the ledger's file open, in whatever state its folder is: opens it again when another window deleted it, sets a damaged one
 * aside, deletes all of it. Runs in the ledger's own thread.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerFile, type FileOptions } from './ledgerFile.ts';
import type { FromThread, Trouble } from './messages.ts';
import { FILE_NAME, OLDER } from './schema.ts';

type Notice = Extract<FromThread, { kind: 'replaced' | 'setAside' }>;

/** One at most: the next damaged file takes its place. */
const SET_ASIDE = 'ledger-damaged.sqlite';
/** The files of all versions, and those that SQLite puts beside them. */
const OURS = /^ledger.*\.sqlite(-wal|-shm|-journal)?$/;
const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** The file can't be used now; later it may be. */
export class FileTrouble extends Error {
  constructor(
    readonly trouble: Trouble,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export class LedgerFolder {
  #open: { readonly file: LedgerFile; readonly mark: string } | undefined;

  constructor(
    private readonly folder: string,
    private readonly options: FileOptions,
    private readonly tell: (notice: Notice) => void,
  ) {}

  /** @throws FileTrouble when the file can't be used now; whatever else `work` throws is its own fault */
  use<T>(work: (file: LedgerFile) => T): T {
    try {
      return work(this.#opened());
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw this.#asTrouble(error);
      this.#setAside(FILE_NAME, error);
    }
    try {
      return work(this.#opened());
    } catch (error) {
      throw this.#asTrouble(error);
    }
  }

  /** @returns false when something is left that another program holds */
  deleteAll(): boolean {
    const isEmpty = () => this.#names().length === 0;
    this.close();
    this.#remove();
    if (isEmpty()) return true;
    // Windows deletes no file that another window has open. What stands in it can go.
    try {
      this.use((file) => file.clear());
      this.close();
      return this.#names().every((name) => name.startsWith(FILE_NAME));
    } catch {
      return false;
    }
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    try {
      open?.file.close();
    } catch {
      // It is not used again, whatever state it is in.
    }
  }

  #opened(): LedgerFile {
    const path = join(this.folder, FILE_NAME);
    if (this.#open !== undefined) {
      if (this.#open.mark === markOf(path)) return this.#open.file;
      this.close();
      this.tell({ kind: 'replaced' });
    }
    mkdirSync(this.folder, { recursive: true });
    const file = this.#create(path);
    this.#open = { file, mark: markOf(path) ?? '' };
    return file;
  }

  /** With what an older version of the extension left, which may have been held up before. */
  #create(path: string): LedgerFile {
    const older = join(this.folder, OLDER.fileName);
    if (markOf(older) === undefined) return new LedgerFile(path, this.options);
    try {
      const file = new LedgerFile(path, this.options, older);
      if (file.hasCarriedOver) removeFile(older);
      return file;
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw error;
      // Throws when it is not the older one that is damaged.
      const file = new LedgerFile(path, this.options);
      this.#setAside(OLDER.fileName, error);
      return file;
    }
  }

  #asTrouble(error: unknown): unknown {
    const trouble = troubleOf(error);
    return trouble === undefined ? error : new FileTrouble(trouble, error);
  }

  #setAside(fileName: string, error: unknown): void {
    const path = join(this.folder, fileName);
    const wasReplaced = this.#open !== undefined && this.#open.mark !== markOf(path);
    this.close();
    // Another window was faster, and began a new file.
    if (wasReplaced) return;
    try {
      renameSync(path, join(this.folder, SET_ASIDE));
      for (const suffix of BESIDE) rmSync(path + suffix, { force: true });
    } catch {
      throw new FileTrouble('damaged', error);
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.tell({ kind: 'setAside', fileName: SET_ASIDE, reason });
  }

  /** What SQLite put beside goes first: beside a new file of the same name it would be taken for its own. */
  #remove(): void {
    const names = this.#names().toSorted((a, b) => b.length - a.length);
    try {
      for (const name of names) rmSync(join(this.folder, name), { force: true });
    } catch {
      // Whoever asked looks at what is left.
    }
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.folder).filter((name) => OURS.test(name));
    } catch {
      return [];
    }
  }
}

function removeFile(path: string): void {
  try {
    for (const suffix of [...BESIDE, '']) rmSync(path + suffix, { force: true });
  } catch {
    // Another window still uses it. It is deleted with all the rest.
  }
}

/** Tells one file from another of the same name. */
function markOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino}`;
}

/** By SQLite's result codes (https://sqlite.org/rescode.html) and the operating system's. Undefined: not the file's fault. */
function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof FileTrouble) return error.trouble;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof errcode !== 'number') {
    // Of the file system: ENOENT, EACCES, ENOTDIR ...
    return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)
      ? code === 'ENOSPC'
        ? 'full'
        : 'unusable'
      : undefined;
  }
  switch (errcode & 0xff) {
    case 5:
    case 6:
      return 'locked';
    case 13:
      return 'full';
    case 11:
    case 26:
      return 'damaged';
    // PERM, NOMEM, READONLY, IOERR, CANTOPEN, PROTOCOL, NOLFS, AUTH
    case 3:
    case 7:
    case 8:
    case 10:
    case 14:
    case 15:
    case 22:
    case 23:
      return 'unusable';
    default:
      return undefined;
  }
}
