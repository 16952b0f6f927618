/** Builds the services of all features. Nothing here reads a key, opens a file or sends a request before first use. */
import * as vscode from 'vscode';
import type { Connection } from './core/connection.ts';
import { SANDBOX_DATA_HEADER } from './core/sandboxData.ts';
import type { RequestRecord } from './orb/orbApi.ts';
import { Emitter } from './std/emitter.ts';
import { forgetAliases } from './workbench/backfills/aliases.ts';
import { CatalogHolder } from './workbench/catalogHolder.ts';
import { createContextKeys, registerCommands } from './workbench/registerCommands.ts';
import { createConnections } from './workbench/connections/connections.ts';
import type { Dialogs } from './workbench/dialogs.ts';
import { openEvents } from './workbench/eventUris.ts';
import { Events } from './workbench/events/store.ts';
import { WriteQueue } from './workbench/writeQueue.ts';
import { stepDone } from './workbench/firstSteps.ts';
import { createLedger } from './workbench/ledgerFile.ts';
import { cleanLog, logRequest } from './workbench/log.ts';
import { createRedactor } from './workbench/redactor.ts';
import type { Services } from './workbench/services.ts';
import { editorSettings } from './workbench/settings.ts';

/** @param context its subscriptions dispose what is built here */
export function createServices(context: vscode.ExtensionContext, dialogs: Dialogs): Services {
  const redactor = createRedactor();
  const channel = vscode.window.createOutputChannel('Orb Events', { log: true });
  const log = cleanLog(channel, redactor);
  const setContext = createContextKeys();
  Emitter.report = (error) => log.error('A listener failed.', error);
  const ledger = createLedger(context, log, dialogs);
  const connections = createConnections({
    context,
    settings: editorSettings,
    redactor,
    environment: process.env,
    onRequest: (connection, record) => {
      try {
        heard(connection, record);
      } catch (error) {
        // Orb's response counts even when it can't be recorded.
        log.error("A response couldn't be recorded.", error);
      }
    },
  });
  const heard = ({ id, name, mode }: Connection, record: RequestRecord) => {
    logRequest(log, name, record);
    const dataId = record.headers[SANDBOX_DATA_HEADER];
    if (mode === 'sandbox' && dataId !== undefined) void services.events.answersFrom(id, dataId);
    const step = stepDone(record);
    if (step !== undefined) setContext(step, true);
  };
  const catalog = new CatalogHolder(editorSettings);
  context.subscriptions.push(
    log,
    catalog,
    { dispose: () => void ledger.close() },
    // Another window deleted recorded data: this one keeps only what it shows.
    ledger.onDidForget(() => {
      forgetAliases(context);
      events?.forget();
    }),
    connections,
  );
  let events: Events | undefined;
  const services: Services = {
    context,
    connections,
    dialogs,
    settings: editorSettings,
    log,
    redactor,
    catalog,
    ledger,
    get events() {
      if (events === undefined) {
        events = new Events(services);
        events.keepShown(openEvents);
      }
      return events;
    },
    writeQueue: new WriteQueue(),
    registerCommands: (handlers) => registerCommands(handlers, { dialogs, log }),
    setContext,
  };
  return services;
}
