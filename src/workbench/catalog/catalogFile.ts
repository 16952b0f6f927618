/** Where the workspace's event catalog is. */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { settings } from '../../contributions.ts';
import type { Settings } from '../settings.ts';

/**
 * The file in each folder of the workspace, by the setting `orb.catalog.file`.
 * A path that leads out of the folder counts as the default: a workspace must not have other files read.
 */
export function catalogFiles(given: Settings): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => {
    const path = posix.normalize(given.get('orb.catalog.file', uri).replaceAll('\\', '/'));
    const isInside = path !== '.' && !/^(?:\/|\.\.(?:\/|$)|[a-z]:)/i.test(path);
    return vscode.Uri.joinPath(uri, isInside ? path : settings['orb.catalog.file'].default);
  });
}
