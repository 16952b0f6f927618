/** Composition root: builds the parts by hand and registers them, nothing else. Uses no network and no secrets. */
import * as l10n from '@vscode/l10n';
import { setLanguage } from './core/language.ts';
import * as vscode from 'vscode';
import { backfillFeature } from './workbench/backfills/feature.ts';
import { connectionFeature } from './workbench/connections/feature.ts';
import { createServices } from './createServices.ts';
import type { LineDocuments } from './workbench/lines/lineDocuments.ts';
import type { EventDocuments } from './workbench/documents/eventDocuments.ts';
import { documentFeature, documentHints } from './workbench/eventEditor/feature.ts';
import { editorDialogs, type Dialogs } from './workbench/dialogs.ts';
import { ndjsonFeature } from './workbench/ndjson/feature.ts';
import { linkFeature } from './workbench/links/feature.ts';
import { ingestFeature } from './workbench/ingest/feature.ts';
import { languageModelFeature } from './workbench/languageModel/feature.ts';
import { reconcileFeature } from './workbench/reconcile/feature.ts';
import { hoverFeature } from './workbench/hover/feature.ts';
import { sandboxFeature } from './workbench/sandbox/feature.ts';
import { searchFeature } from './workbench/search/feature.ts';
import type { Feature, Services } from './workbench/services.ts';
import { usageFeature } from './workbench/usage/feature.ts';
import { trafficFeature } from './workbench/traffic/feature.ts';
import { volumeFeature } from './workbench/volume/feature.ts';

/** One line per part of the product; all register synchronously. */
const features: readonly Feature[] = [
  connectionFeature,
  searchFeature,
  backfillFeature,
  documentHints,
  hoverFeature,
  ingestFeature,
  linkFeature,
  languageModelFeature,
  reconcileFeature,
  sandboxFeature,
  trafficFeature,
  usageFeature,
  volumeFeature,
  (services) => services.registerCommands({ 'orb.log.show': () => services.log.show() }),
];

/** In extension tests only. */
export interface TestApi {
  /** Lets a test answer questions, which VS Code doesn't show in extension tests. */
  setDialogs(dialogs: Dialogs): void;
  readonly services: Services;
  documents(): Promise<EventDocuments>;
  lines(): Promise<LineDocuments>;
}

let end: (() => Promise<void>) | undefined;

/** VS Code waits some seconds for this, so that the last changes still reach the ledger's file. */
export const deactivate = (): Promise<void> | undefined => end?.();

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  // core/ translates its texts with this package, which needs VS Code's bundle.
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  setLanguage(vscode.env.language);
  const testing = context.extensionMode === vscode.ExtensionMode.Test;
  let dialogs = editorDialogs;
  const ask: Dialogs = testing
    ? new Proxy(editorDialogs, { get: (_target, name) => Reflect.get(dialogs, name) as unknown })
    : editorDialogs;

  const services = createServices(context, ask);
  end = () => services.ledger.close();
  // First, so that documents restored after a reload find their file system.
  const events = documentFeature(services);
  context.subscriptions.push(
    events,
    ndjsonFeature(services, () => events.lines()),
    ...features.map((feature) => feature(services)),
  );
  if (context.extensionMode === vscode.ExtensionMode.Development) {
    void import('./workbench/pages/reloadPages.ts').then(({ reloadBuiltPages }) => {
      context.subscriptions.push(reloadBuiltPages(context.extensionUri));
    });
  }
  return testing
    ? {
        setDialogs: (value) => (dialogs = value),
        services,
        documents: () => events.documents(),
        lines: () => events.lines(),
      }
    : undefined;
}
