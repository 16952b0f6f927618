/** Decorates only what is on screen, so that a large event is as fast as a small one. */
import type { Extension } from '@codemirror/state';
import { ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

/**
 * @param isOther whether they must be updated for a reason other than a change of the text or the
 * viewport
 */
export const onScreen = (
  decorate: (view: EditorView) => DecorationSet,
  isOther: (update: ViewUpdate) => boolean,
): Extension =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged || isOther(update)) {
          this.decorations = decorate(update.view);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
