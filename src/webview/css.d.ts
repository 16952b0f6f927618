// esbuild collects these imports into dist/webview/<page>.css.
declare module '*.css';
