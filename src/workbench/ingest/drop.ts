/** Ingests files that are dropped on the Events view; each asks before it is sent. */
import * as vscode from 'vscode';
import { startCommand, type Telling } from '../notices.ts';

const URIS = 'text/uri-list';

/** For the tree view on which files can be dropped. */
export const ingestOnDrop = (telling: Telling): vscode.TreeDragAndDropController<unknown> => ({
  dropMimeTypes: [URIS],
  dragMimeTypes: [],
  async handleDrop(_target, data) {
    const list = await data.get(URIS)?.asString();
    for (const uri of urisOf(list ?? '')) {
      await startCommand(telling, 'orb.ingest.file', uri);
    }
  },
});

/** One URI per line, comments with `#` (https://www.rfc-editor.org/rfc/rfc2483#section-5). */
const urisOf = (list: string) =>
  list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line));
