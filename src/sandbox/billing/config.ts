/** A price's configuration, checked as Orb's document describes it. */
import { isDecimal } from '../../core/billing/decimal.ts';
import { parseJson, type Json } from '../../core/json.ts';
import { memberOf, type JsonNode } from '../../core/jsonTree.ts';
import { assertKnown, printNode } from '../json.ts';
import { asObject, itemsOf, requiredText } from '../members.ts';
import { required } from '../orbMessages.ts';
import { invalid } from '../problems.ts';
import type { Model } from './plan.ts';

/** @throws Problem 400 */
export function readConfig(model: Model, node: JsonNode | undefined): Json {
  if (node === undefined) throw invalid(required('config'));
  const config = asObject(node);
  switch (model) {
    case 'unit':
      assertKnown(config, ['unit_amount', 'prorated']);
      assertAmount(config, 'unit_amount');
      break;
    case 'package':
      assertKnown(config, ['package_amount', 'package_size']);
      assertAmount(config, 'package_amount');
      if (!/^[1-9]\d*$/.test(numberOf(config, 'package_size') ?? '')) {
        throw invalid("'package_size' must be a whole number from 1.");
      }
      break;
    case 'tiered':
      assertKnown(config, ['tiers', 'prorated']);
      assertTiers(config, ['first_unit', 'last_unit']);
      break;
    case 'bulk':
      assertKnown(config, ['tiers']);
      assertTiers(config, ['maximum_units']);
  }
  return parseJson(printNode(config));
}

function assertTiers(config: JsonNode, bounds: readonly string[]): void {
  const tiers = itemsOf(config, 'tiers');
  if (tiers.length === 0) throw invalid("'tiers' must have at least one tier.");
  for (const tier of tiers) {
    assertKnown(asObject(tier), [...bounds, 'unit_amount']);
    assertAmount(tier, 'unit_amount');
    for (const bound of bounds) {
      if (numberOf(tier, bound) === undefined && bound === 'first_unit') {
        throw invalid(required(bound));
      }
    }
  }
}

function assertAmount(node: JsonNode, key: string): void {
  if (!isDecimal(requiredText(node, key))) throw invalid(`'${key}' must be a decimal number.`);
}

/** Undefined where it is missing or null. @throws Problem 400 */
function numberOf(node: JsonNode, key: string): string | undefined {
  const value = memberOf(node, key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.kind !== 'number' || !isDecimal(value.source)) {
    throw invalid(`'${key}' must be a number.`);
  }
  return value.source;
}
