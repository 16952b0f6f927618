/** Files dropped on the events view are ingested, each after its own question. */
import * as vscode from 'vscode';
import { startCommand, type Telling } from '../notices.ts';

const URIS = 'text/uri-list';

/** For the tree view that takes the files. */
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

/** RFC 2483: one URI a line, comments with `#`. */
const urisOf = (list: string) =>
  list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line));
