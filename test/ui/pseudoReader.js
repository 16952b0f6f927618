// Runs in every frame of an editor that speaks the pseudo-locale, before anything else: reads its words back into English, so that the UI
// tests find them. Read by workbench.ts; the inverse of test/helpers/pseudoLocale.ts.
(() => {
  const plain = { ǎ: 'a', ě: 'e', ǐ: 'i', ǒ: 'o', ǔ: 'u', Ǎ: 'A', Ě: 'E', Ǐ: 'I', Ǒ: 'O', Ǔ: 'U' };
  const marks = /[⟦⟧ǎěǐǒǔǍĚǏǑǓ]/;
  const english = (text) =>
    text.replaceAll(/⟦| ?~*⟧/g, '').replaceAll(/[ǎěǐǒǔǍĚǏǑǓ]/g, (letter) => plain[letter]);
  const attributes = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];
  globalThis.wordsReadBack = 0;

  function read(node) {
    if (node.nodeType === Node.TEXT_NODE && marks.test(node.data)) {
      node.data = english(node.data);
      globalThis.wordsReadBack++;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes) {
      const value = node.getAttribute(name);
      if (value !== null && marks.test(value)) node.setAttribute(name, english(value));
    }
    for (const child of node.childNodes) read(child);
  }

  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') addedNodes.forEach(read);
      else read(target);
    }
  });
  let root;
  /** A webview writes its document anew once it has its page, and forgets who looked at it. */
  function watch() {
    if (document.documentElement === root || document.documentElement === null) return;
    root = document.documentElement;
    read(root);
    observer.observe(root, {
      ...{ subtree: true, childList: true, characterData: true },
      ...{ attributes: true, attributeFilter: attributes },
    });
  }
  watch();
  setInterval(watch, 20);
})();
