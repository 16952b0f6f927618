import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { matches } from '../../../../src/core/held.ts';
import { comparedText } from '../../../../src/core/reconciliation/comparedText.ts';
import { compareLine } from '../../../../src/core/reconciliation/compareLine.ts';

const json = fc.oneof(
  fc.constantFrom('1', '1.0', '"1"', 'true', '"a.b"'),
  fc.string().map((text) => JSON.stringify(text)),
);
const properties = fc.dictionary(
  fc.constantFrom('a', 'b', 'a.b', 'properties', '__proto__', '"'),
  json,
);
const text = (id: string, name: string, values: Readonly<Record<string, string>>) =>
  `{"${id}":"e1","event_name":${JSON.stringify(name)},"timestamp":"2026-08-20T11:00:00Z","external_customer_id":"acme","properties":{${Object.entries(
    values,
  )
    .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
    .join(',')}}}`;

suite('the event that a line was compared with, from what differs', () => {
  test("is Orb's event, whatever differs", () => {
    const name = fc.constantFrom('api_call', 'storage');
    fc.assert(
      fc.property(properties, properties, name, name, (inFile, inOrb, nameInFile, nameInOrb) => {
        const line = text('idempotency_key', nameInFile, inFile);
        const raw = text('id', nameInOrb, inOrb);
        const compared = compareLine(line, [raw]);
        const changes = compared.outcome === 'different' ? compared.changes : [];
        assert.ok(matches(raw, comparedText(line, changes)));
      }),
    );
  });
});
