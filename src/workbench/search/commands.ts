/** All commands of the Events view. */
import type { CommandHandlers } from '../registerCommands.ts';
import { arrangeCommands } from './arrangeCommands.ts';
import { eventCommands } from './eventCommands.ts';
import type { EventsView } from './run.ts';
import { searchCommands } from './searchCommands.ts';

export const eventsCommands = (parts: EventsView): CommandHandlers => ({
  ...searchCommands(parts),
  ...arrangeCommands(parts),
  ...eventCommands(parts),
});
