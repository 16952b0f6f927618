// esbuild gathers what is imported so into dist/webview/<page>.css.
declare module '*.css';
