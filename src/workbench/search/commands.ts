/** All commands of the Events view. */
import type { CommandHandlers } from '../registerCommands.ts';
import type { ResultPanels } from '../results/panels.ts';
import { arrangeCommands } from './arrangeCommands.ts';
import { eventCommands } from './eventCommands.ts';
import type { EventsView } from './run.ts';
import { searchCommands, searchNamed } from './searchCommands.ts';

export const eventsCommands = (
  parts: EventsView,
  resultPanels: () => Promise<ResultPanels>,
): CommandHandlers => ({
  ...searchCommands(parts),
  'orb.results.show': async (value) => {
    const { id } = searchNamed(parts, value);
    (await resultPanels()).show(id);
  },
  ...arrangeCommands(parts),
  ...eventCommands(parts),
});
