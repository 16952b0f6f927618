import assert from 'node:assert/strict';
import { isSaveKey } from '../../../../src/webview/eventEditor/saveKey.ts';

suite('the key that saves', () => {
  const plain = {
    key: 's',
    code: 'KeyS',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  };
  const [ctrl, command] = [
    { ...plain, ctrlKey: true },
    { ...plain, metaKey: true },
  ];
  test('is Ctrl+S, or Command+S on a Mac', () => {
    assert.ok(isSaveKey(ctrl, false));
    assert.ok(isSaveKey(command, true));
    assert.ok(!isSaveKey(command, false));
    assert.ok(!isSaveKey(ctrl, true));
    assert.ok(!isSaveKey(plain, false));
  });
  test("is the letter if the layout has it, even with Caps Lock, or its position if it doesn't", () => {
    assert.ok(isSaveKey({ ...ctrl, key: 'S' }, false));
    assert.ok(isSaveKey({ ...ctrl, code: 'Semicolon' }, false), 'Dvorak');
    assert.ok(!isSaveKey({ ...ctrl, key: 'o' }, false), 'Dvorak');
    assert.ok(isSaveKey({ ...ctrl, key: 'ы' }, false), 'Russian');
  });
  test("isn't Save As, or a key that types a character", () => {
    assert.ok(!isSaveKey({ ...ctrl, shiftKey: true }, false));
    assert.ok(!isSaveKey({ ...ctrl, altKey: true }, false));
  });
});
