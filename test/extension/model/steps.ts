/**
 * What can happen to an open event, in any order. fast-check generates sequences and shortens one
 * that fails.
 */
import fc from 'fast-check';
import * as vscode from 'vscode';
import { eventually } from '../../helpers/eventually.ts';
import { run } from '../searchHelpers.ts';
import { sandbox } from '../helpers.ts';
import type { World } from './world.ts';

/** The real system is the world, which also keeps what the model knows. */
type Model = Record<string, never>;
export type Step = fc.AsyncCommand<Model, World>;

const PROPERTIES = ['tokens', 'region', 'tier'] as const;

function step(
  name: string,
  take: (world: World) => PromiseLike<unknown>,
  canTake: (world: World) => boolean = () => true,
): Step {
  return {
    check: () => true,
    toString: () => name,
    run: async (_model, world) => {
      if (!canTake(world)) return;
      world.tell(name);
      await take(world);
      await world.check();
    },
  };
}

/** Activates the document's editor, as it is for a user who presses a key in it. */
const front = (world: World) => vscode.window.showTextDocument(world.document, { preview: false });

const property = fc.constantFrom(...PROPERTIES);

const edit = property.map((name) =>
  step(`type into ${name}`, (world) => world.type(name, world.next())),
);

/** Presses Ctrl+S and answers any questions with yes. */
const save = fc.constant(
  step('Ctrl+S', async (world) => {
    world.replies({ yes: true });
    await front(world);
    await run('orb.event.amend');
  }),
);

const saveElsewhere = fc.boolean().map((yes) =>
  step(`File › Save, ${yes ? 'yes' : 'no'}`, async (world) => {
    world.replies({ yes });
    await front(world);
    await vscode.commands.executeCommand('workbench.action.files.save');
  }),
);

/** Someone else amends while the question is open. */
const answerLate = property.map((name) =>
  step(`File › Save, and ${name} is amended elsewhere while it asks`, async (world) => {
    const json = world.next();
    world.replies({ yes: true, before: () => world.amendElsewhere(name, json) });
    await front(world);
    await vscode.commands.executeCommand('workbench.action.files.save');
  }),
);

/** Undo may take out what was typed, and what was merged. */
const undo = fc.constantFrom('undo', 'redo').map((command) =>
  step(command, async (world) => {
    await front(world);
    world.typed.clear();
    await vscode.commands.executeCommand(command);
  }),
);

const undoWhileSending = fc.constant(
  step('Ctrl+S, and undo while it is sent', async (world) => {
    await sandbox.control('/faults', [{ method: 'PUT', path: world.calls.path, delayMs: 80 }]);
    world.replies({ yes: true });
    await front(world);
    const saving = run('orb.event.amend');
    const event = await world.event;
    const until = new Promise<void>((resolve) => {
      const listening = event.onDidChange(() => {
        if (event.status.kind !== 'sending') return;
        listening.dispose();
        resolve();
      });
    });
    await Promise.race([until, saving]);
    world.typed.clear();
    await vscode.commands.executeCommand('undo');
    await saving;
    await sandbox.control('/faults', []);
  }),
);

const typeWhileSending = property.map((name) =>
  step(`Ctrl+S, and type into ${name} while it is sent`, async (world) => {
    await sandbox.control('/faults', [{ method: 'PUT', path: world.calls.path, delayMs: 80 }]);
    world.replies({ yes: true });
    await front(world);
    const saving = run('orb.event.amend');
    await world.type(name, world.next());
    await saving;
    await sandbox.control('/faults', []);
  }),
);

const revert = fc.constant(
  step('revert', async (world) => {
    await front(world);
    world.typed.clear();
    await vscode.commands.executeCommand('workbench.action.files.revert');
    const { file } = await world.event;
    await eventually('it is reverted', () => !file.isDirty);
  }),
);

/** In tests, closing discards edits; a user would be asked. */
const closeAndReopen = fc.constant(
  step('close and open again', async (world) => {
    world.typed.clear();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { uri } = world.document;
    await eventually('the document is closed', () =>
      vscode.workspace.textDocuments.every((each) => each.uri.toString() !== uri.toString()),
    );
    await world.reopen();
  }),
);

const amendElsewhere = property.map((name) =>
  step(`${name} is amended elsewhere`, (world) => world.amendElsewhere(name, world.next())),
);

const deprecateElsewhere = fc.constant(
  step('deprecated elsewhere', (world) => world.deprecateElsewhere()),
);

const searched = fc.constant(
  step('the event is searched', (world) =>
    run('orb.events.search', { eventIds: [world.calls.id] }),
  ),
);

const fault = fc
  .constantFrom<[string, object]>(
    ['the response is lost', { drop: 'after' }],
    ['the request is lost', { drop: 'before', times: 9 }],
    ['Orb answers 400', { status: 400 }],
    ['Orb answers 500', { status: 500, times: 9 }],
    ['Orb answers 401', { status: 401 }],
  )
  .map(([name, how]) =>
    step(`Ctrl+S, and ${name}`, async (world) => {
      const put = { method: 'PUT', path: world.calls.path, ...how };
      await sandbox.control('/faults', [put]);
      world.replies({ yes: true });
      await front(world);
      await run('orb.event.amend');
      await sandbox.control('/faults', []);
    }),
  );

const choose = fc.constantFrom('yours', 'orbs').map((side) =>
  step(`choose ${side}`, async (world) => {
    const event = await world.event;
    if (side === 'orbs') {
      for (const { path } of event.merge.conflicts) world.typed.delete(path.at(-1) ?? '');
    }
    await event.choose(null, side);
  }),
);

const secondEditor = fc.constant(
  step('opened in the page as well', async (world) => {
    await run('orb.event.open', world.calls.id);
  }),
);

const otherConnection = fc.constant(
  step('another connection is chosen', async () => {
    await run('orb.connections.switch', await otherConnectionId());
  }),
);

let other: Promise<string> | undefined;
const otherConnectionId = () =>
  (other ??= Promise.resolve(
    run('orb.connections.add', {
      name: 'Other',
      mode: 'sandbox',
      apiKey: sandbox.apiKey,
      baseUrl: sandbox.url,
    }),
  ).then((id) => {
    if (id === undefined) throw new Error('No connection was added.');
    return id;
  }));

/** Mostly typing and saving. */
export const steps = [
  edit,
  edit,
  edit,
  save,
  save,
  saveElsewhere,
  answerLate,
  undo,
  undoWhileSending,
  typeWhileSending,
  revert,
  closeAndReopen,
  amendElsewhere,
  amendElsewhere,
  deprecateElsewhere,
  searched,
  fault,
  choose,
  secondEditor,
  otherConnection,
];

/** The step with this description. */
export function stepNamed(name: string): Step {
  const all = steps.flatMap((each) => fc.sample(each, { seed: 1, numRuns: 50 }));
  const found = all.find((each) => String(each) === name);
  if (found === undefined) throw new Error(`There is no step “${name}”.`);
  return found;
}
