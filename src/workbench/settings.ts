/** Reads settings. A value that isn't valid counts as the default. */
import * as vscode from 'vscode';
import { settings, type SettingId, type SettingValue } from '../contributions.ts';
import { list, text } from '../std/shape.ts';
import type { Connections } from './connectionsApi.ts';

export interface Settings {
  get<K extends SettingId>(id: K, scope?: vscode.ConfigurationScope): SettingValue<K>;
  /** A setting of VS Code, such as `http.proxy`. Workspace values are ignored: they could send a key elsewhere. */
  editor(id: string): unknown;
}

export const editorSettings: Settings = {
  get: (id, scope) => {
    const schema = settings[id];
    const written: unknown = vscode.workspace.getConfiguration(undefined, scope).get(id);
    return (fits(schema, written) ? written : schema.default) as SettingValue<typeof id>;
  },
  editor: (id) => {
    const configuration = vscode.workspace.getConfiguration();
    const told = configuration.inspect<unknown>(id);
    const byWorkspace =
      told?.workspaceValue !== undefined || told?.workspaceFolderValue !== undefined;
    return byWorkspace ? (told.globalValue ?? told.defaultValue) : configuration.get<unknown>(id);
  },
};

const texts = list(text);

function fits(schema: (typeof settings)[SettingId], value: unknown): boolean {
  switch (schema.type) {
    case 'integer':
      return (
        Number.isInteger(value) &&
        Number(value) >= schema.minimum &&
        Number(value) <= schema.maximum
      );
    case 'string':
      return 'enum' in schema
        ? schema.enum.some((one) => one === value)
        : typeof value === 'string' && value !== '';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return texts(value) !== undefined;
  }
}

/** Whether a command's `confirm: false` counts. A task of the workspace can pass it, so for live accounts a user setting has to allow it. */
export function skipsConfirmation(
  { connections, settings }: { readonly connections: Connections; readonly settings: Settings },
  connectionId: string,
  confirm: boolean | undefined,
): boolean {
  if (confirm !== false) return false;
  const isLive = (connections.get(connectionId)?.mode ?? 'live') === 'live';
  return !isLive || settings.get('orb.confirm.allowSkip') === 'always';
}
