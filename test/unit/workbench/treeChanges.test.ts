import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { TreeChanges } from '../../../src/workbench/treeChanges.ts';

suite('changes of a tree', () => {
  setup(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  teardown(() => mock.timers.reset());

  function fired(): { changes: TreeChanges<string>; calls: (string[] | undefined)[] } {
    const changes = new TreeChanges<string>();
    const calls: (string[] | undefined)[] = [];
    changes.event((rows) => calls.push(rows));
    return { changes, calls };
  }

  test('rows that change while VS Code may still receive children are fired once more', () => {
    const { changes, calls } = fired();
    changes.answered();
    mock.timers.tick(200);
    changes.fire(['a']);
    changes.fire(['a', 'b']);
    mock.timers.tick(1_000);
    assert.deepEqual(calls, [['a'], ['a', 'b'], ['a', 'b']]);
    mock.timers.tick(10_000);
    assert.equal(calls.length, 3);
  });

  test('rows that change later are fired once, and so is the whole tree', () => {
    const { changes, calls } = fired();
    changes.answered();
    changes.fire(undefined);
    mock.timers.tick(1_000);
    changes.fire(['a']);
    mock.timers.tick(10_000);
    assert.deepEqual(calls, [undefined, ['a']]);
  });

  test('nothing is fired after the tree is gone', () => {
    const { changes, calls } = fired();
    changes.answered();
    changes.fire(['a']);
    changes.dispose();
    mock.timers.tick(10_000);
    assert.deepEqual(calls, [['a']]);
  });
});
