/** Decorations of what is on screen only, so that a large event costs no more than a small one. */
import type { Extension } from '@codemirror/state';
import { ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

/** @param isOther whether they change for another reason than the text and what is in view */
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
