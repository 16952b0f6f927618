import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = findPackageJSON('..', import.meta.url);
if (manifest === undefined) throw new Error('This file lies outside of the project.');

/** The project's folder, the same from the source and from a bundle in out/. */
export const root = dirname(manifest);
/** Everything downloaded for tests; ignored by git and by the package. */
export const downloads = join(root, '.vscode-test');
