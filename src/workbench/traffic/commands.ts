/** The handlers of `orb.recorder.*`. */
import * as vscode from 'vscode';
import { eventLines } from '../../core/traffic/eventLines.ts';
import { har } from '../../core/traffic/har.ts';
import type { RecordedCall } from '../../core/traffic/recordedCall.ts';
import { savePlace } from '../dialogs.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { control } from '../sandbox/control.ts';
import type { Services } from '../services.ts';
import type { TrafficPanels } from './panels.ts';
import { readRecorder } from './recorderApi.ts';
import type { Recorders } from './recorders.ts';
import { openTerminal } from './terminals.ts';

export function recorderCommands(
  services: Services,
  recorders: Recorders,
  panels: TrafficPanels,
): CommandHandlers {
  /** Answers a launch configuration, or copies for a person. */
  async function provide(text: string, configuration: unknown): Promise<string> {
    if (configuration === undefined) await vscode.env.clipboard.writeText(text);
    return text;
  }
  return {
    async 'orb.recorder.start'(given) {
      const recorder = await recorders.start(given?.connectionId, given?.port);
      // Someone, not a program, started it.
      if (given === undefined) await panels.show(recorder.connectionId);
      const { url, apiKey, adminUrl } = recorder;
      return { url, apiKey, adminUrl };
    },
    'orb.recorder.stop': () => recorders.stop(),
    'orb.recorder.show': () => panels.show(recorders.current.connectionId),
    'orb.recorder.openTerminal': () => openTerminal(recorders.current),
    'orb.recorder.clear': () => control(recorders.current, '/reset', {}),
    'orb.recorder.url': (configuration) => provide(recorders.current.url, configuration),
    'orb.recorder.apiKey': (configuration) => provide(recorders.current.apiKey, configuration),
    async 'orb.recorder.export'(given) {
      const recorder = recorders.current;
      const format = given?.format ?? (await askFormat(services));
      if (format === undefined) return undefined;
      const calls = await readRecorder<readonly RecordedCall[]>(recorder, '/requests');
      const text =
        format === 'har'
          ? har(calls, new URL(recorder.url).origin, version(services))
          : eventLines(calls);
      const uri = given === undefined ? await askWhere(services, format) : given.uri;
      if (given === undefined && uri === undefined) return undefined;
      if (uri !== undefined)
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      return text;
    },
  };
}

const version = ({ context }: Services) =>
  (context.extension.packageJSON as { readonly version: string }).version;

async function askFormat({ dialogs }: Services): Promise<'har' | 'events' | undefined> {
  const picked = await dialogs.pick(
    [
      {
        label: vscode.l10n.t('Requests (HAR)'),
        detail: vscode.l10n.t(
          'For the network panel of a browser. API keys and cookies are hidden.',
        ),
        format: 'har' as const,
      },
      {
        label: vscode.l10n.t('Events'),
        detail: vscode.l10n.t('An event file with every event that was accepted.'),
        format: 'events' as const,
      },
    ],
    { title: vscode.l10n.t('Export Recorded Requests') },
  );
  return picked?.format;
}

const askWhere = ({ dialogs }: Services, format: 'har' | 'events') =>
  dialogs.saveFile({
    title: vscode.l10n.t('Export Recorded Requests'),
    filters:
      format === 'har'
        ? { [vscode.l10n.t('HTTP archives')]: ['har'] }
        : { [vscode.l10n.t('Orb event files')]: ['ndjson', 'jsonl'] },
    defaultUri: savePlace(format === 'har' ? 'orb-requests.har' : 'events.orb.ndjson'),
  });
