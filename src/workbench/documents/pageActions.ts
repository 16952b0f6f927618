/**
 * The actions of the buttons and links in the event editor's page. Each is a command of the
 * extension, applied to this event.
 */
import { applyEdits, editsFor } from '../../core/edits.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { lastDays } from '../../core/timeframe.ts';
import type { Action } from '../../protocol/eventEditor.ts';
import { report, startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import { billingParts } from './billingParts.ts';
import { EventBilling } from './eventBilling.ts';
import type { EventDocument } from './eventDocument.ts';
import { openNewLine } from './newLine.ts';
import { readView } from './reading.ts';
import { eventEditorTexts } from '../../core/texts/eventEditor.ts';
import { compareStep } from './comparing.ts';
import type { EditorSource } from './eventPage.ts';
import { pageState } from './pageState.ts';

export interface ActionParts {
  readonly services: Services;
}

/**
 * Never rejects: the footer or a notification shows failures.
 * @param text for `amend` and `retry`: what was on screen
 */
async function runAction(
  { services }: ActionParts,
  document: EventDocument,
  action: Action,
  text: string | undefined,
): Promise<void> {
  const { address } = document;
  const { connectionId, eventId } = address;
  const run = (command: string, ...args: readonly unknown[]) =>
    startCommand(services, command, ...args);
  switch (action) {
    case 'amend':
    case 'retry':
      // The footer shows the outcome.
      await document.amend({ text });
      return;
    case 'cancel':
      document.cancel();
      return;
    case 'discard':
      document.prepareDiscard();
      return run('workbench.action.files.revert');
    case 'refresh':
      return refresh(services, document);
    case 'compare':
      return run('orb.event.compare', address);
    case 'openText':
      return run('orb.event.openText');
    case 'deprecate':
      return run('orb.event.deprecate', address);
    case 'newEvent':
      return run('orb.event.newFrom', address);
    case 'replaceKey':
      return run('orb.connections.replaceKey', { connectionId });
    case 'askBilling':
      await document.billing?.ask();
      return;
    case 'refreshBilling':
      await document.billing?.ask(true);
      return;
    case 'cancelBilling':
      document.billing?.cancel();
      return;
    case 'newEventForSimilar':
      return newEventForSimilar(services, document);
    case 'addConnection':
      return run('orb.connections.add');
    case 'otherConnection':
      return run('orb.connections.switch');
    case 'addToFile':
      // Only for lines.
      return;
    case 'searchWider': {
      const frame = lastDays(30, services.connections.now(connectionId));
      return run('orb.events.search', { eventIds: [eventId], connectionId, ...frame });
    }
  }
}

async function refresh(services: Services, document: EventDocument): Promise<void> {
  try {
    await document.refreshed(await readView(services, document.address));
  } catch (error) {
    report(services, error);
  }
}

/** A line like the document, but for the customer whose ID was probably meant. */
async function newEventForSimilar(services: Services, document: EventDocument): Promise<void> {
  const similarCustomer = document.billing?.state.similarCustomer;
  const text = document.file.document?.getText() ?? '';
  const root = tryReadJson(text);
  if (similarCustomer === undefined || root === undefined) return;
  const json = JSON.stringify(similarCustomer);
  const edits = editsFor(text, root, { kind: 'replace', path: ['external_customer_id'], json });
  try {
    await openNewLine(applyEdits(text, edits));
  } catch (error) {
    report(services, error);
  }
}

/** An event in Orb, as the source of a page. */
export function eventSource(parts: ActionParts, document: EventDocument): EditorSource {
  const { services } = parts;
  const { address, file } = document;
  const billing = (document.billing ??= new EventBilling(
    billingParts(services, address, file, () => document.notifyChanged()),
  ));
  return {
    texts: eventEditorTexts(),
    state: () => pageState(services, document),
    nowMs: () => services.connections.now(document.address.connectionId),
    issues: () => document.issues(),
    run: (action, text) => runAction(parts, document, action, text),
    report: (error) => report(services, error),
    choose: (path, side) => document.choose(path, side),
    takeOut: (path) => document.takeOut(path),
    readMetric: (metricId) => billing.readMetric(metricId),
    openStep: async (id) => {
      const step = document.history.find(({ entry }) => entry.id === id);
      if (step?.texts !== undefined) await compareStep(services, document.address, id);
    },
    onDidChange: (listener) => document.onDidChange(listener),
    connected: (page) => document.pages.add(page),
  };
}
