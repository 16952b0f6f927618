/** The parts of the recorder's feature, loaded by its first command or page. */
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import { recorderCommands } from './commands.ts';
import { TrafficPanels } from './panels.ts';
import { Recorders } from './recorders.ts';
import { TerminalVariables } from './terminals.ts';

export interface LoadedTraffic {
  readonly recorders: Recorders;
  readonly panels: TrafficPanels;
  readonly handlers: CommandHandlers;
  dispose(): void;
}

export function loadTraffic(services: Services): LoadedTraffic {
  const recorders = new Recorders(services);
  const variables = new TerminalVariables(services.context.environmentVariableCollection);
  const panels = new TrafficPanels({ services, recorders, variables });
  const changed = recorders.onDidChange(() => {
    const { connectionId } = variables;
    if (connectionId !== undefined && recorders.of(connectionId) === undefined) variables.remove();
  });
  return {
    recorders,
    panels,
    handlers: recorderCommands(services, recorders, panels),
    dispose() {
      changed.dispose();
      variables.remove();
      panels.dispose();
      recorders.dispose();
    },
  };
}
