/** The services of all features; extension.ts creates them once. */
import type * as vscode from 'vscode';
import type { ContextKeyId } from '../contributions.ts';
import type { CommandHandlers } from './registerCommands.ts';
import type { Connections } from './connectionsApi.ts';
import type { Dialogs } from './dialogs.ts';
import type { CatalogHolder } from './catalogHolder.ts';
import type { Redactor } from './redactor.ts';
import type { EventStore } from './eventStore.ts';
import type { WriteQueue } from './writeQueue.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Settings } from './settings.ts';

export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly connections: Connections;
  readonly dialogs: Dialogs;
  readonly settings: Settings;
  readonly log: vscode.LogOutputChannel;
  /** The workspace's event catalog. */
  readonly catalog: CatalogHolder;
  /** For texts that leave the editor; the log is clean already. */
  readonly redactor: Redactor;
  /** Opened on first use. None of its promises rejects. */
  readonly ledger: Ledger;
  readonly events: EventStore;
  /** One write at a time per event: amendments and deprecations wait for each other. */
  readonly writeQueue: WriteQueue;
  /** See registerCommands.ts. */
  readonly registerCommands: (handlers: CommandHandlers) => vscode.Disposable;
  readonly setContext: (key: ContextKeyId, value: boolean) => void;
}

/** Registers a feature. @returns a Disposable that removes it */
export type Feature = (services: Services) => vscode.Disposable;
