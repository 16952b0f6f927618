// `npm run package`: writes orb-events.vsix.
import { statSync } from 'node:fs';
import { buildPackage } from './build.ts';

const file = buildPackage();
console.log(`${file} (${String(Math.round(statSync(file).size / 1024))} KB)`);
