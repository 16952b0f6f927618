/**
 * Keeps the ledger's file open, whatever the state of its folder: reopens it when another window deleted it, sets a damaged one aside,
 * deletes everything. Runs in the ledger's own thread.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerFile, type FileOptions } from './ledgerFile.ts';
import type { FromThread, Trouble } from './messages.ts';
import { FILE_NAME, OLDER } from './schema.ts';

type Notice = Extract<FromThread, { kind: 'replaced' | 'setAside' }>;

/** At most one: the next damaged file replaces it. */
const SET_ASIDE = 'ledger-damaged.sqlite';
/** The files of all versions, and those that SQLite creates next to them. */
const OURS = /^ledger.*\.sqlite(-wal|-shm|-journal)?$/;
const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** The file can't be used now, but may be later. */
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

  /** @throws FileTrouble when the file can't be used now; otherwise whatever `work` throws */
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

  /** @returns false when a file remains that another program has open */
  deleteAll(): boolean {
    const isEmpty = () => this.#names().length === 0;
    this.close();
    this.#remove();
    if (isEmpty()) return true;
    // Windows doesn't delete a file that another window has open, but its contents can be deleted.
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
      // It isn't used again, whatever state it is in.
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

  /** Also copies the file of an older version of the extension, if it's still there. */
  #create(path: string): LedgerFile {
    const older = join(this.folder, OLDER.fileName);
    if (markOf(older) === undefined) return new LedgerFile(path, this.options);
    try {
      const file = new LedgerFile(path, this.options, older);
      if (file.hasCarriedOver) removeFile(older);
      return file;
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw error;
      // Throws if it isn't the older one that is damaged.
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
    // Another window was faster and started a new file.
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

  /** SQLite's additional files go first: a new file of the same name would take them for its own. */
  #remove(): void {
    const names = this.#names().toSorted((a, b) => b.length - a.length);
    try {
      for (const name of names) rmSync(join(this.folder, name), { force: true });
    } catch {
      // The caller checks what is left.
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
    // Another window still uses it. It is deleted with everything else.
  }
}

/** Identifies a file among files of the same name. */
function markOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino}`;
}

/** By SQLite's result codes (https://sqlite.org/rescode.html) and the operating system's. Undefined: the file isn't the cause. */
function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof FileTrouble) return error.trouble;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof errcode !== 'number') {
    // From the file system: ENOENT, EACCES, ENOTDIR ...
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
