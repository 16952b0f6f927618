/** What the buttons and links of the event editor's page do: each is a command of the extension, on this event. */
import { lastDays } from '../../core/timeframe.ts';
import type { Action } from '../../protocol/eventEditor.ts';
import { report, startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import type { EventDocument } from './eventDocument.ts';
import { readView } from './reading.ts';

export interface ActionParts {
  readonly services: Services;
}

/**
 * Never rejects: what fails is shown by the footer or a notice.
 * @param text with `amend` and `retry`: what was on screen
 */
export async function runAction(
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
      // The footer says what came of it.
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
    case 'addConnection':
      return run('orb.connections.add');
    case 'otherConnection':
      return run('orb.connections.switch');
    case 'addToFile':
      // Of lines only.
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
