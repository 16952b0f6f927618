/** The same catalog through ajv, as docs/catalog.md says: draft 2020-12, not strict, with formats. */
import { Ajv2020 } from 'ajv8/dist/2020.js';
import formats from 'ajv-formats';

/** A CommonJS package with types of another format. */
const addFormats = formats as unknown as (ajv: Ajv2020) => void;

/** @param text of a catalog @returns whether ajv accepts an event */
export function ajvFor(text: string): (event: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(text) as object);
  return (event) => validate(event);
}
