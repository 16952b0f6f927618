// The files that every window loads when the extension activates.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The maximum size of these files in the package, in bytes. */
export const MAX_ACTIVATION_BYTES = 120_000;

/** The built dist/extension.js and everything it imports statically, as paths below `dist`. */
export function activationFiles(dist: string): readonly string[] {
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const imports = readFileSync(join(dist, file), 'utf8').matchAll(
      /(?:^|;)(?:import|export)(?:[^'"();]*?from)?\s*["'](\.[^"']+)["']/gm,
    );
    for (const [, path] of imports) visit(join(dirname(file), path ?? ''));
  };
  visit('extension.js');
  return [...files];
}
