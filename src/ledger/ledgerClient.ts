/** The ledger as the rest of the extension uses it, over the connection to its thread. */
import type { Ledger } from './ledger.ts';
import { LedgerConnection, type ConnectionOptions } from './ledgerConnection.ts';
import type { Answer, Change, ReadArgs, ReadName } from './messages.ts';
import { toSeenRow } from './seenRow.ts';

export interface ClientOptions extends ConnectionOptions {
  /** Numbers that no other window picks. */
  newId(): number;
}

export class LedgerClient implements Ledger {
  readonly #connection: LedgerConnection;
  readonly onDidForget: Ledger['onDidForget'];

  constructor(private readonly options: ClientOptions) {
    this.#connection = new LedgerConnection(options);
    this.onDidForget = this.#connection.onDidReplace;
  }

  readonly seen: Ledger['seen'] = {
    note: async (connectionId, events, nowMs) => {
      if (events.length === 0) return;
      await this.#tell({ kind: 'seen', connectionId, events: events.map(toSeenRow), nowMs });
    },
    of: async (connectionId, eventId) =>
      (await this.histories(connectionId, [eventId])).get(eventId)?.seen,
    known: (connectionId, eventIds) => this.#read('known', connectionId, eventIds),
    externalCustomerId: (...args) => this.#read('externalCustomerId', ...args),
    recent: (...args) => this.#read('recent', ...args),
    customers: (...args) => this.#read('customers', ...args),
    idsOf: (...args) => this.#read('idsOf', ...args),
  };

  readonly writes: Ledger['writes'] = {
    begin: async (write) => {
      const id = this.options.newId();
      await this.#tell({ kind: 'begun', id, write });
      return id;
    },
    confirm: async (id) => this.#tell({ kind: 'confirmed', id }),
    shown: (id) => this.#tell({ kind: 'shown', id }),
    forget: (id) => this.#tell({ kind: 'refused', id }),
    of: async (connectionId, eventId) =>
      (await this.histories(connectionId, [eventId])).get(eventId)?.writes ?? [],
    count: async (...args) => (await this.#read('written', ...args)).size,
  };

  readonly documents: Ledger['documents'] = {
    keep: (kept) => this.#tell({ kind: 'document', kept }),
    find: (...args) => this.#read('bases', ...args),
  };

  readonly sent: Ledger['sent'] = {
    add: (connectionId, hours) => this.#tell({ kind: 'sentHours', connectionId, hours }),
    byHour: (...args) => this.#read('sentByHour', ...args),
    note: (connectionId, eventIds, nowMs) =>
      this.#tell({ kind: 'sentEvents', connectionId, eventIds, nowMs }),
  };

  histories(...args: ReadArgs<'histories'>): Promise<Answer<'histories'>> {
    return this.#read('histories', ...args);
  }

  traces(...args: ReadArgs<'traces'>): Promise<Answer<'traces'>> {
    return this.#read('traces', ...args);
  }

  answersFrom(connectionId: string, dataId: string): Promise<boolean> {
    return this.#connection.change({ kind: 'answersFrom', connectionId, dataId });
  }

  deleteAll(): Promise<boolean> {
    return this.#connection.deleteAll();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #tell(change: Change): Promise<void> {
    await this.#connection.change(change);
  }

  async #read<Name extends ReadName>(name: Name, ...args: ReadArgs<Name>): Promise<Answer<Name>> {
    const { answer } = await this.#connection.lookUp(name, args);
    return answer;
  }
}
