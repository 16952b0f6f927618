/** An event in Orb as the subject of a page. */
import { eventEditorTexts } from '../../core/texts/eventEditor.ts';
import { report } from '../notices.ts';
import { compareStep } from './comparing.ts';
import type { EventDocument } from './eventDocument.ts';
import type { PageSubject } from './eventPage.ts';
import { runAction, type ActionParts } from './pageActions.ts';
import { pageState } from './pageState.ts';

export function eventSubject(parts: ActionParts, document: EventDocument): PageSubject {
  const { services } = parts;
  return {
    texts: eventEditorTexts(),
    state: () => pageState(services, document),
    nowMs: () => services.connections.now(document.address.connectionId),
    issues: () => document.issues(),
    run: (action, text) => runAction(parts, document, action, text),
    report: (error) => report(services, error),
    choose: (path, side) => document.choose(path, side),
    takeOut: (path) => document.takeOut(path),
    openStep: async (id) => {
      const step = document.history.find(({ entry }) => entry.id === id);
      if (step?.texts !== undefined) await compareStep(services, document.address, id);
    },
    onDidChange: (listener) => document.onDidChange(listener),
    connected: (page) => document.pages.add(page),
  };
}
