/** What the buttons and links of the event editor's page do: each is a command of the extension, on this event. */
import * as vscode from 'vscode';
import { lastDays } from '../../core/timeframe.ts';
import type { Action } from '../../protocol/eventEditor.ts';
import type { EventAddress } from '../events/api.ts';
import { toUserError } from '../failures.ts';
import type { Services } from '../services.ts';
import type { EventFileSystem } from './fileSystem.ts';
import { offerStep } from './notices.ts';
import { readView } from './reading.ts';
import type { Writer } from './writer.ts';

export interface ActionParts {
  readonly services: Services;
  readonly files: EventFileSystem;
  readonly writer: Writer;
}

/** Never rejects: what fails is told by status or notice. */
export async function runAction(
  { services, files, writer }: ActionParts,
  address: EventAddress,
  document: vscode.TextDocument,
  action: Action,
): Promise<void> {
  const { connectionId, eventId } = address;
  const run = async (command: string, ...args: readonly unknown[]) => {
    try {
      await vscode.commands.executeCommand(command, ...args);
    } catch (error) {
      // The command has told its failure itself.
      services.log.debug(`${command} from the page: ${String(error)}`);
    }
  };
  switch (action) {
    case 'amend':
    case 'retry':
      await document.save();
      return;
    case 'amendAnyway':
      writer.overConflict(address);
      await document.save();
      return;
    case 'cancel':
      services.statuses.cancel(address);
      return;
    case 'keepEditing':
      services.statuses.set(address, { kind: 'idle' });
      return;
    case 'discard':
      files.prepareDiscard(address);
      await run('workbench.action.files.revert');
      services.statuses.set(address, { kind: 'idle' });
      return;
    case 'refresh':
      await refresh(services, address);
      return;
    case 'compare':
      return run('orb.event.compare', address);
    case 'openText':
      return run('orb.event.openText');
    case 'deprecate':
      return run('orb.event.deprecate', address);
    case 'replaceKey':
      return run('orb.connections.replaceKey', { connectionId });
    case 'addConnection':
      return run('orb.connections.add');
    case 'otherConnection':
      return run('orb.connections.switch');
    case 'searchWider': {
      const frame = lastDays(30, services.connections.now(connectionId));
      return run('orb.events.search', { eventIds: [eventId], connectionId, ...frame });
    }
  }
}

async function refresh(services: Services, address: EventAddress): Promise<void> {
  try {
    await readView(services, address);
    // Also when nothing changed: the time at which Orb was read did.
    services.statuses.set(address, services.statuses.get(address));
  } catch (error) {
    const { message, nextStep } = toUserError(error);
    offerStep(services, message, nextStep);
  }
}
