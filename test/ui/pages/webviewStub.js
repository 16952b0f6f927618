// Runs in a page before its own script: what a webview of VS Code has around every page. Read by pageHost.ts.
let state = globalThis.keptState;

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => globalThis.toExtension(message),
  getState: () => state,
  setState: (next) => {
    state = next;
    globalThis.keptState = next;
  },
});
globalThis.fromExtension = (message) => globalThis.postMessage(message, '*');

globalThis.applyTheme = ({ bodyClass, variables }) => {
  const { style } = document.documentElement;
  style.cssText = '';
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  document.body.className = bodyClass;
};

// In a cascade layer, as VS Code's own, so that the page's sheet wins.
globalThis.defaultStyles = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body {
    background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px;
  }
  a { color: var(--vscode-textLink-foreground); }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
  ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
}`;

document.addEventListener('readystatechange', () => {
  if (document.readyState !== 'interactive') return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(globalThis.defaultStyles);
  document.adoptedStyleSheets = [sheet];
  globalThis.applyTheme(globalThis.firstTheme);
});
