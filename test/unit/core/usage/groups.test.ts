import assert from 'node:assert/strict';
import { addCondition, groupCondition, groupKey } from '../../../../src/core/usage/groups.ts';

suite('groups of usage', () => {
  test('become conditions that hold for them alone', () => {
    assert.equal(groupCondition('model', 'gpt-4.1'), "model = 'gpt-4.1'");
    assert.equal(groupCondition('tier', 2), 'tier = 2');
    assert.equal(groupCondition('cached', true), 'cached = true');
    assert.equal(groupCondition('region', ''), "(region = '' OR region IS NULL)");
    assert.equal(groupCondition('region', null), 'region IS NULL');
  });

  test("can't leave their quotes", () => {
    assert.equal(groupCondition('a', "' OR 'x' = 'x"), "a = ''' OR ''x'' = ''x'");
    assert.equal(groupCondition('my "own" name', 'x'), '"my ""own"" name" = \'x\'');
  });

  test('are added to a filter once, without changing what it means', () => {
    const model = "model = 'a'";
    assert.equal(addCondition(' ', model), model);
    assert.equal(addCondition('tokens > 5', model), `tokens > 5 AND ${model}`);
    assert.equal(addCondition(`tokens > 5 AND ${model}`, model), `tokens > 5 AND ${model}`);
    assert.equal(addCondition('a = 1 OR b = 2', model), `(a = 1 OR b = 2) AND ${model}`);
  });

  test('are different for a number and for text that looks like it', () => {
    assert.equal(new Set([1, '1', true, 'true', null, 'null', ''].map(groupKey)).size, 7);
  });
});
