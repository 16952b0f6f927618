/** The document of every page: nothing inline, nothing from elsewhere, scripts only with the nonce of this one opening. */

export interface PageSource {
  /** For screen readers and the developer tools. */
  readonly title: string;
  readonly language: string;
  readonly script: string;
  readonly style: string;
  /** Where style sheet and icon font come from: `webview.cspSource`. */
  readonly source: string;
  readonly nonce: string;
  /** Where the page may fetch from: a source of the policy. Default nowhere. */
  readonly fetches?: string;
  /** Given to the page as `document.body.dataset`. */
  readonly data?: Readonly<Record<string, string>>;
}

export function pageHtml(page: PageSource): string {
  const { title, language, script, style, source, nonce, fetches, data = {} } = page;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // CodeMirror writes its measures into a style element that carries the nonce.
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
    <script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
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
