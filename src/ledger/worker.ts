/** dist/ledgerWorker.js: the ledger's own thread. A file that is locked, slow or missing delays nothing but this thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileOptions } from './ledgerFile.ts';
import { FileTrouble, LedgerFolder } from './ledgerFolder.ts';
import type { FromThread, Reads, ToThread } from './messages.ts';

/** What the thread is started with. */
export interface LedgerThreadData extends Omit<FileOptions, 'now'> {
  /** Created if it doesn't exist. */
  readonly folder: string;
}

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const tell = (message: FromThread) => port.postMessage(message);
const { folder, ...options } = workerData as LedgerThreadData;
const ledger = new LedgerFolder(folder, { ...options, now: () => Date.now() }, tell);

/** After a change was refused, later ones must not overtake it. */
let isRefusing = false;

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'change':
      if (!isRefusing) change(message);
      break;
    case 'read':
      read(message);
      break;
    case 'resume':
      resume();
      break;
    case 'deleteAll':
      tell({ kind: 'deleted', id: message.id, complete: ledger.deleteAll() });
      isRefusing = false;
      break;
    case 'close':
      ledger.close();
      port.close();
  }
});
tell({ kind: 'ready' });

function change({ seq, change: wanted }: Extract<ToThread, { kind: 'change' }>): void {
  try {
    tell({ kind: 'applied', seq, result: ledger.use((file) => file.apply(wanted)) });
  } catch (error) {
    if (!refuse(error)) tell({ kind: 'dropped', seq, reason: String(error) });
  }
}

function read({ id, name, args }: Extract<ToThread, { kind: 'read' }>): void {
  try {
    const value = ledger.use(({ reads }) =>
      (reads[name] as (...args: readonly unknown[]) => ReturnType<Reads[typeof name]>)(...args),
    );
    tell({ kind: 'answer', id, value });
  } catch (error) {
    tell({ kind: 'unanswered', id, reason: String(error) });
    refuse(error);
  }
}

function resume(): void {
  try {
    ledger.use((file) => file.check());
    isRefusing = false;
    tell({ kind: 'usable' });
  } catch (error) {
    refuse(error);
  }
}

/** @returns false when the file isn't the cause */
function refuse(error: unknown): boolean {
  if (!(error instanceof FileTrouble)) return false;
  isRefusing = true;
  tell({ kind: 'trouble', trouble: error.trouble, reason: error.message });
  return true;
}
