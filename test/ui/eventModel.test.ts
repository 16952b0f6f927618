// Random sequences of what can only happen to an open event from outside: the extension host is
// killed or stopped, the window is reloaded, a colleague amends. After each step, this checks what
// test/extension/model checks from inside, but from the screen and from Orb.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { eventually } from '../helpers/eventually.ts';
import { secondClient } from '../helpers/secondClient.ts';
import { EventPage } from './eventPage.ts';
import { useSandboxWorkbench } from './suite.ts';

/** `npm run test:model -- --outside` sets more. */
const RUNS = Number(process.env['ORB_MODEL_RUNS'] ?? 1);
const SEED = Number(process.env['ORB_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const MOST_STEPS = 6;

/**
 * What the user types is a number that only grows, so what is shown or sent reveals when it was
 * typed.
 */
interface World {
  readonly id: string;
  readonly customer: string;
  readonly timestamp: string;
  typed: number;
  /** The last value that a colleague gave another property. */
  theirs: number;
}

suite('an open event, whatever happens around it', () => {
  const { workbench, sandbox } = useSandboxWorkbench({
    settings: { 'orb.amend.confirm': 'never', 'orb.http.maxRetries': 0 },
  });
  suiteSetup(() => workbench().openSideBar());
  const eventPage = new EventPage(workbench);

  /**
   * The number of extension hosts that ended in this window: after the third within minutes, VS
   * Code doesn't start another.
   */
  let ended = 0;
  async function endHost(): Promise<void> {
    if (ended === 2) return;
    ended += 1;
    await workbench().killExtensionHost();
  }
  async function reload(): Promise<void> {
    ended = 0;
    const host = await workbench().extensionHost();
    await workbench().reload();
    try {
      process.kill(host, 'SIGKILL');
    } catch {
      // It has ended. Otherwise, the server would keep it for a window that comes back.
    }
    // The palette has our commands once the extension is running.
    await workbench().page.locator('.statusbar-item', { hasText: 'Orb SANDBOX' }).waitFor();
  }

  const steps: Readonly<Record<string, (world: World) => Promise<void>>> = {
    type: typeDigit,
    'Ctrl+S': () => eventPage.save(),
    'the extension host ends': endHost,
    'a digit is typed while the extension host is stopped': async (world) => {
      const host = await workbench().extensionHost();
      process.kill(host, 'SIGSTOP');
      try {
        await typeDigit(world);
      } finally {
        process.kill(host, 'SIGCONT');
      }
    },
    'the extension host ends, and a digit is typed': async (world) => {
      await endHost();
      await typeDigit(world);
    },
    'the window is reloaded': async (world) => {
      await workbench().stored(world.id);
      if (await isDirty(world)) await workbench().backedUp('orb', `: ${world.typed},`);
      await reload();
    },
    'a colleague amends': async (world) => {
      world.theirs += 1;
      const { tokens } = await inOrb(world);
      await secondClient(sandbox()).api('PUT', `/events/${world.id}`, bodyOf(world, tokens));
    },
  };

  test(`keeps its promises in ${RUNS} random sequences (seed ${SEED})`, async function () {
    this.timeout(0);
    const sequence = fc.array(fc.constantFrom(...Object.keys(steps)), {
      minLength: 2,
      maxLength: MOST_STEPS,
      size: 'max',
    });
    await fc.assert(fc.asyncProperty(sequence, keepsPromises), {
      numRuns: RUNS,
      seed: SEED,
      endOnFailure: true,
    });
  });

  async function keepsPromises(sequence: readonly string[]): Promise<void> {
    const world = await openEvent();
    const done: string[] = [];
    try {
      for (const name of sequence) {
        done.push(name);
        await steps[name]?.(world);
        await check(world);
      }
      // In the end it can be amended, whatever happened; a merge must be reviewed first.
      await eventually('Orb has what was typed', async () => {
        await decide();
        await eventPage.save();
        return (await inOrb(world)).tokens === world.typed;
      });
      await check(world);
    } catch (error) {
      throw new Error(`After ${done.join('; ')}: ${String(error)}`, { cause: error });
    }
    await workbench().command('View: Close All Editors');
    await reload();
  }

  /** If it's no longer known whose value it is, the user decides. */
  async function decide(): Promise<void> {
    for (const [property, side] of [['tokens', 'Yours'] as const, ['theirs', "Orb's"] as const]) {
      const conflict = workbench().frame.getByRole('radiogroup', { name: property });
      if (!(await conflict.isVisible())) continue;
      await conflict.getByText(side).click();
      await eventPage.click('"tokens"');
    }
  }

  async function openEvent(): Promise<World> {
    const customer = `customer-${randomUUID()}`;
    await secondClient(sandbox()).control('/customers', {
      id: customer,
      externalCustomerId: customer,
    });
    const timestamp = new Date(Date.now() - 3_600_000).toISOString();
    const world = { id: `model-${randomUUID()}`, customer, timestamp, typed: 1, theirs: 0 };
    const event = { idempotency_key: world.id, ...bodyOf(world, 1) };
    await secondClient(sandbox()).api('POST', '/ingest', { events: [event] });
    await workbench().command('Orb: Open Event…');
    await workbench().answer(world.id);
    await eventPage.line('"tokens": 1,').waitFor();
    return world;
  }

  function bodyOf({ customer, timestamp, theirs }: World, tokens: number) {
    return {
      event_name: 'chat_completion',
      timestamp,
      external_customer_id: customer,
      properties: { tokens, theirs },
    };
  }

  async function typeDigit(world: World): Promise<void> {
    await eventPage.clickBehind(`"tokens": ${world.typed},`);
    const digit = world.typed % 9;
    world.typed = world.typed * 10 + digit;
    await eventPage.type(String(digit));
  }

  async function inOrb({ id }: World): Promise<{ tokens: number; theirs: number }> {
    const found = await secondClient(sandbox()).api('POST', '/events/search', { event_ids: [id] });
    const [event] = (found as { data: { properties: { tokens: number; theirs: number } }[] }).data;
    assert.ok(event);
    return event.properties;
  }

  const isDirty = ({ id }: World) =>
    workbench().page.locator('.tab.dirty').getByText(id, { exact: false }).first().isVisible();

  async function check(world: World): Promise<void> {
    // Nothing typed is lost.
    await eventPage.line(`"tokens": ${world.typed},`).waitFor();
    // A difference between document and Orb is visible.
    await eventually('changed, or the same as Orb', async () => {
      const { tokens } = await inOrb(world);
      return (await isDirty(world)) !== (tokens === world.typed);
    });
    await checkSent(world);
  }

  /**
   * What arrived was typed, is newer than everything before, and didn't remove a colleague's
   * change.
   */
  async function checkSent({ id, typed }: World): Promise<void> {
    const requests = (await secondClient(sandbox()).control('/requests')) as {
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly requestBody: string;
    }[];
    const amendments = requests
      .filter(({ method, path, status }) => method === 'PUT' && path.endsWith(id) && status === 200)
      .map(({ requestBody }) => requestBody)
      .map((body) => (JSON.parse(body) as ReturnType<typeof bodyOf>).properties);
    let last = { tokens: 1, theirs: 0 };
    for (const sent of amendments) {
      assert.ok(String(typed).startsWith(String(sent.tokens)), `${sent.tokens} was never typed`);
      assert.ok(sent.tokens >= last.tokens, `${sent.tokens} was sent after ${last.tokens}`);
      assert.ok(sent.theirs >= last.theirs, `a colleague's ${last.theirs} was overwritten`);
      last = sent;
    }
  }
});
