/** Markdown of hovers. Texts from outside are shown as they are, whatever markup they contain. */
import { visible } from '../std/visible.ts';
import { argumentsOf } from './callers.ts';

/** Longer texts are cut off. */
const MAX_SHOWN = 400;

/** Escapes Markdown. MarkdownString.appendText would also replace spaces, so lines couldn't wrap. */
export const safe = (text: string, length = MAX_SHOWN): string =>
  visible(text, length).replaceAll(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&');

/** A text as inline code. It is fenced with more backticks than it has. */
export function code(text: string, length = MAX_SHOWN): string {
  const shown = visible(text, length);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? fence + shown + fence : `${fence} ${shown} ${fence}`;
}

/** In the color of secondary text. Needs `supportHtml`. */
export const muted = (markdown: string): string =>
  `<span style="color:var(--vscode-descriptionForeground);">${markdown}</span>`;

/** Title, command, and its arguments. */
export type CommandLink = readonly [string, string, readonly unknown[]];

/** The links in a row at the end of a hover. Their commands must be among its `enabledCommands`. */
export const linkRow = (links: readonly CommandLink[]): string =>
  links
    .map(([title, command, args]) => `[${title}](${commandUri(command, args)})`)
    .join(' &nbsp;&nbsp; ');

/** A URI that runs one of our commands. */
export const commandUri = (command: string, args: readonly unknown[]): string =>
  `command:${command}?${encoded(JSON.stringify(argumentsOf(command, args)))}`;

/**
 * VS Code decodes the arguments twice, so a percent sign is written as JSON's escape. An unescaped
 * parenthesis would end the link.
 */
const encoded = (json: string) =>
  encodeURIComponent(json.replaceAll('%', String.raw`\u0025`))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
