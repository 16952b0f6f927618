// Takes a measure in its own process. Started by test/host/benchRounds.ts with the bench's file,
// the measure's name, and the scale.
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

const [file = '', name = '', scale = '1'] = process.argv.slice(2);
const { default: bench } = (await import(pathToFileURL(file).href)) as { default: Bench };
const measure = bench.measures[name];
if (measure === undefined) throw new Error(`${file} has no measure "${name}".`);
const value = await measure({ size: (full) => Math.max(1, Math.round(full * Number(scale))) });
process.send?.(value, () => process.exit(0));
