/**
 * The HTML of every page: nothing inline, nothing from elsewhere, and scripts only with the nonce
 * of this load.
 */

export interface PageSource {
  /** For screen readers and the developer tools. */
  readonly title: string;
  readonly language: string;
  readonly script: string;
  readonly style: string;
  /** The source of the style sheet and the icon font: `webview.cspSource`. */
  readonly source: string;
  readonly nonce: string;
  /** What the page may fetch from, as a source of the policy. Nothing by default. */
  readonly fetches?: string;
  /** Available to the page as `document.body.dataset`. */
  readonly data?: Readonly<Record<string, string>>;
}

export function pageHtml(page: PageSource): string {
  const { title, language, script, style, source, nonce, fetches, data = {} } = page;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // CodeMirror writes its styles into an element with the nonce.
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    ...(fetches === undefined ? [] : [`connect-src ${fetches}`]),
  ].join('; ');
  const given = Object.entries(data).map(([name, value]) => ` data-${name}="${attribute(value)}"`);
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${attribute(title)}</title>
    <link rel="stylesheet" href="${attribute(style)}">
  </head>
  <body${given.join('')}>
    <script type="module" nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const attribute = (text: string) => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
