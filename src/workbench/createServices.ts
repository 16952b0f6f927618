/** Builds what every feature is given. Nothing here reads a key, opens a file or makes a call: all of it waits for first use. */
import type * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { createConnections } from './connections/connections.ts';
import { createContextKeys } from './contextKeys.ts';
import type { Dialogs } from './dialogs.ts';
import { Statuses } from './documents/statuses.ts';
import { Events } from './events/store.ts';
import { WriteQueue } from './events/writeQueue.ts';
import { stepDone } from './firstSteps.ts';
import { ledgerFile } from './ledgerFile.ts';
import { createLog, logRequest } from './log.ts';
import { createRedactor } from './redactor.ts';
import type { Services } from './services.ts';
import { editorSettings } from './settings.ts';

/** @param context its subscriptions end what is built here. */
export function createServices(context: vscode.ExtensionContext, dialogs: Dialogs): Services {
  const redactor = createRedactor();
  const log = createLog(redactor);
  const setContext = createContextKeys();
  const ledger = ledgerFile(context, log);
  const connections = createConnections({
    context,
    settings: editorSettings,
    redactor,
    environment: process.env,
    onRequest: ({ name }, record) => {
      logRequest(log, name, record);
      const step = stepDone(record);
      if (step !== undefined) setContext(step, true);
    },
  });
  context.subscriptions.push(log, ledger, connections);
  let events: Events | undefined;
  const services: Services = {
    context,
    connections,
    dialogs,
    settings: editorSettings,
    log,
    get ledger() {
      return ledger.open();
    },
    get events() {
      return (events ??= new Events(services));
    },
    writeQueue: new WriteQueue(),
    statuses: new Statuses(),
    registerCommands: (handlers) => registerCommands(handlers, dialogs, log),
    setContext,
  };
  return services;
}
