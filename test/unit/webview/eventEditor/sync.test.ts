import assert from 'node:assert/strict';
import { ChangeSet, type Text } from '@codemirror/state';
import fc from 'fast-check';
import type { DocumentChange, DocumentText, Edit } from '../../../../src/protocol/eventEditor.ts';
import { Sync, toText } from '../../../../src/webview/eventEditor/json/sync.ts';

/** The document and a page, joined by two queues that deliver when a test says so. */
class World {
  document: string;
  version = 1;
  page: Text;
  readonly sync: Sync;
  #toHost: Edit[] = [];
  #toPage: (DocumentChange | DocumentText | { readonly applied: boolean })[] = [];
  #answers: ((answer: { applied: boolean }) => void)[] = [];
  #failures: ((error: Error) => void)[] = [];
  refuses = false;
  cannotShow = false;

  constructor(text: string) {
    this.document = text;
    this.page = toText(text);
    this.sync = new Sync(
      {
        send: (edit) =>
          new Promise((resolve, reject) => {
            this.#toHost.push(edit);
            this.#answers.push(resolve);
            this.#failures.push(reject);
          }),
        apply: (changes) => {
          if (this.cannotShow) throw new Error('Out of paper.');
          this.page = changes.apply(this.page);
        },
      },
      { version: 1, text },
    );
  }

  type(from: number, to: number, insert: string): void {
    const [start, end] = [Math.min(from, this.page.length), Math.min(to, this.page.length)];
    const change = { from: Math.min(start, end), to: Math.max(start, end), insert: toText(insert) };
    const changes = ChangeSet.of(change, this.page.length, '\n');
    this.page = changes.apply(this.page);
    this.sync.local(changes);
  }

  /** Someone else changes the document. */
  foreign(from: number, to: number, text: string): void {
    const [a, b] = [Math.min(from, this.document.length), Math.min(to, this.document.length)];
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    this.document = this.document.slice(0, start) + text + this.document.slice(end);
    this.version += 1;
    this.#toPage.push({ version: this.version, changes: [{ start, end, text }] });
  }

  /** The host takes one edit from its queue. */
  host(): void {
    const edit = this.#toHost.shift();
    if (edit === undefined) return;
    const applied = edit.version === this.version && !this.refuses;
    if (applied) {
      this.version += 1;
      for (const { start, end, text } of edit.changes.toReversed()) {
        this.document = this.document.slice(0, start) + text + this.document.slice(end);
      }
    } else if (this.refuses) {
      this.version += 1;
      this.#toPage.push({ version: this.version, text: this.document });
    }
    this.#toPage.push({ applied });
  }

  /** The page takes one message from its queue. */
  async deliver(): Promise<void> {
    const message = this.#toPage.shift();
    if (message === undefined) return;
    if ('applied' in message) this.#answers.shift()?.(message);
    else this.sync.told(message);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The host ends and another one begins; what was on its way is lost. `taken`: the document had taken the edit, and only the response is lost. */
  async newHost(taken: boolean): Promise<void> {
    if (taken) this.host();
    for (const reject of this.#failures.splice(0)) reject(new Error('The channel is closed.'));
    [this.#toHost, this.#toPage, this.#answers] = [[], [], []];
    this.version = 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.sync.restart({ version: 1, text: this.document });
  }

  async quiet(): Promise<void> {
    while (this.#toHost.length > 0 || this.#toPage.length > 0) {
      this.host();
      await this.deliver();
    }
  }
}

suite('the text of page and document', () => {
  test('is the same after any interleaving of edits on both sides, and nothing typed is lost', async () => {
    const place = fc.nat(40);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('type' as const), from: place, to: place }),
      fc.record({ kind: fc.constant('foreign' as const), from: place, to: place }),
      fc.constant({ kind: 'host' as const }),
      fc.constant({ kind: 'deliver' as const }),
      fc.record({ kind: fc.constant('pause' as const), on: fc.boolean() }),
      fc.record({ kind: fc.constant('newHost' as const), taken: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new World('{\n  "a": 1\n}\n');
        let paused = false;
        for (const each of steps) {
          if (each.kind === 'type') world.type(each.from, each.to, '\nTYPED');
          else if (each.kind === 'foreign') world.foreign(each.from, each.to, 'told\n');
          else if (each.kind === 'host') world.host();
          else if (each.kind === 'deliver') await world.deliver();
          else if (each.kind === 'newHost') await world.newHost(each.taken);
          else world.sync.pause((paused = each.on));
        }
        if (paused) world.sync.pause(false);
        await world.quiet();
        assert.equal(world.page.toString(), world.document);
        assert.ok(world.sync.isSettled);
        assert.equal(world.sync.version, world.version);
      }),
    );
  });

  test('has every character typed, however often a host ends', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('type' as const), at: fc.nat(40) }),
      fc.record({ kind: fc.constant('foreign' as const), at: fc.nat(40) }),
      fc.constant({ kind: 'host' as const }),
      fc.constant({ kind: 'deliver' as const }),
      fc.record({ kind: fc.constant('newHost' as const), taken: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new World('{\n  "a": 1\n}\n');
        let inserted = '';
        for (const each of steps) {
          const letter = String.fromCharCode(0x4e00 + inserted.length);
          if (each.kind === 'type') world.type(each.at, each.at, letter);
          else if (each.kind === 'foreign') world.foreign(each.at, each.at, letter);
          else if (each.kind === 'host') world.host();
          else if (each.kind === 'deliver') await world.deliver();
          else await world.newHost(each.taken);
          if ('at' in each) inserted += letter;
        }
        await world.quiet();
        assert.equal(world.page.toString(), world.document);
        for (const letter of inserted) assert.ok(world.document.includes(letter));
      }),
    );
  });

  test('keeps what was typed while the document changed elsewhere', async () => {
    const world = new World('"a": 1,\n"b": 2');
    world.type(5, 6, '15');
    world.foreign(13, 14, '99');
    await world.quiet();
    assert.equal(world.document, '"a": 15,\n"b": 99');
    assert.equal(world.page.toString(), world.document);
  });

  test("doesn't change the text under an input method, and catches up after it", async () => {
    const world = new World('abc');
    world.sync.pause(true);
    world.type(3, 3, 'か');
    world.foreign(0, 0, 'x');
    await world.quiet();
    assert.equal(world.page.toString(), 'abcか');
    world.sync.pause(false);
    await world.quiet();
    assert.equal(world.page.toString(), 'xabcか');
    assert.equal(world.document, 'xabcか');
  });

  test('reverts an edit that the document rejects, and keeps what follows', async () => {
    const world = new World('abc');
    world.refuses = true;
    world.type(0, 0, 'no');
    world.host();
    world.refuses = false;
    world.type(5, 5, 'yes');
    await world.quiet();
    assert.equal(world.page.toString(), 'abcyes');
    assert.equal(world.document, 'abcyes');
  });

  test('counts carriage returns as the document does', async () => {
    const world = new World('a\r\nb');
    world.type(4, 4, 'c');
    await world.quiet();
    assert.equal(world.document, 'a\r\nbc');
  });

  test('says when everything typed has arrived', async () => {
    const world = new World('abc');
    await world.sync.settle();
    world.type(0, 0, '1');
    world.type(1, 1, '2');
    let settled = false;
    void world.sync.settle().then(() => {
      settled = true;
    });
    world.host();
    await world.deliver();
    assert.equal(settled, false);
    await world.quiet();
    assert.equal(settled, true);
    assert.equal(world.document, '12abc');
  });

  test('is the same as before if a host ends before it accepted an edit', async () => {
    const world = new World('{"tokens": 120}');
    world.type(14, 14, '5');
    world.type(15, 15, '6');
    await world.newHost(false);
    await world.quiet();
    assert.equal(world.page.toString(), '{"tokens": 12056}');
    assert.equal(world.document, '{"tokens": 12056}');
  });

  test("doesn't repeat what a host accepted before it ended without a response", async () => {
    const world = new World('{"tokens": 120}');
    world.type(14, 14, '5');
    world.type(15, 15, '6');
    await world.newHost(true);
    await world.quiet();
    assert.equal(world.page.toString(), '{"tokens": 12056}');
    assert.equal(world.document, '{"tokens": 12056}');
  });

  test('rebases what was typed on how the document changed between two hosts', async () => {
    const world = new World('{"tokens": 120}');
    world.type(14, 14, '5');
    world.foreign(1, 9, '"input"');
    await world.newHost(false);
    await world.quiet();
    assert.equal(world.page.toString(), '{"input": 1205}');
    assert.equal(world.document, '{"input": 1205}');
  });

  test("loads the document again after it couldn't show a change, and keeps what was typed", async () => {
    const world = new World('{"tokens": 120}');
    world.foreign(1, 9, '"input"');
    world.cannotShow = true;
    await assert.rejects(world.deliver());
    world.cannotShow = false;
    world.type(14, 14, '5');
    world.sync.restart({ version: world.version, text: world.document });
    await world.quiet();
    assert.equal(world.page.toString(), '{"input": 1205}');
    assert.equal(world.document, '{"input": 1205}');
  });

  test("lets an input method finish before it loads a new host's text", async () => {
    const world = new World('abc');
    world.sync.pause(true);
    world.type(3, 3, 'か');
    world.foreign(0, 0, 'x');
    await world.newHost(false);
    assert.equal(world.page.toString(), 'abcか');
    world.sync.pause(false);
    await world.quiet();
    assert.equal(world.document, 'xabcか');
  });
});
