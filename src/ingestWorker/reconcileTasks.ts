/** The tasks about comparisons, and their questions to the extension about what was sent from here. */
import type { OwnHistory } from '../reconcile/ports.ts';
import { countComparison, readLines } from './comparisonLines.ts';
import { ComparisonRows, readDetail } from './comparisonRows.ts';
import { exportComparison, listItems } from './comparisonItems.ts';
import { compareOrContinue } from './compareTask.ts';
import { planBackfills } from './repairBackfills.ts';
import { countRepairs, listRepairs, writeRepairFile } from './repairLines.ts';
import type { FromWorker } from './messages.ts';
import type { OwnHistoryMessage, ToReconcile } from './reconcileMessages.ts';
import type { OpenRunFile } from './runFile.ts';

export class ReconcileTasks {
  readonly #waiting = new Map<number, (history: OwnHistory) => void>();
  #asked = 0;
  #rows: ComparisonRows | undefined;

  constructor(
    private readonly tell: (message: FromWorker) => void,
    private readonly file: OpenRunFile,
  ) {}

  async answer(message: ToReconcile, signal: AbortSignal): Promise<FromWorker> {
    switch (message.kind) {
      case 'compare': {
        const { tell, file } = this;
        const ownHistory = (ids: readonly string[]) => this.#ask(ids);
        return compareOrContinue(message, { tell, file, ownHistory }, signal);
      }
      case 'listItems':
        return listItems(message, this.file, signal);
      case 'readRows':
        return {
          kind: 'rowsRead',
          groups: await this.#rowsOf(message.folder).refresh(message.grace),
        };
      case 'listRows': {
        const { folder, filter, grace, offset, limit } = message;
        return { kind: 'rows', ...(await this.#rowsOf(folder).page(filter, grace, offset, limit)) };
      }
      case 'listRowLines': {
        const { folder, filter, grace } = message;
        return { kind: 'rowLines', lines: this.#rowsOf(folder).lines(filter, grace) };
      }
      case 'countComparison':
        return countComparison(message);
      case 'readLines':
        return readLines(message, this.file, signal);
      case 'readDetail':
        return { kind: 'detail', lines: await readDetail(message.path, message.item) };
      case 'exportComparison':
        return exportComparison(message);
      case 'writeRepairFile':
        return writeRepairFile(message, this.file, signal);
      case 'planBackfills':
        return planBackfills(message, this.file, signal);
      case 'countRepairs':
        return countRepairs(message);
      case 'listRepairs':
        return listRepairs(message, this.file, signal);
    }
  }

  take({ id, recent, writes }: OwnHistoryMessage): void {
    this.#waiting.get(id)?.({ recent: new Set(recent), writes: new Map(writes) });
    this.#waiting.delete(id);
  }

  #rowsOf(folder: string): ComparisonRows {
    if (this.#rows?.folder !== folder) this.#rows = new ComparisonRows(folder);
    return this.#rows;
  }

  #ask(ids: readonly string[]): Promise<OwnHistory> {
    return new Promise((resolve) => {
      const id = ++this.#asked;
      this.#waiting.set(id, resolve);
      this.tell({ kind: 'askHistory', id, ids });
    });
  }
}
