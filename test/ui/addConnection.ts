// Add Connection, step by step, as users go through it.
import type { Workbench } from './workbench.ts';

export interface NewConnection {
  readonly mode: 'Test' | 'Live';
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** Up to the key, which is typed but not checked. */
export async function typeKey(
  workbench: Workbench,
  { mode, baseUrl, apiKey }: Omit<NewConnection, 'name'>,
): Promise<void> {
  await workbench.command('Orb: Add Connection…');
  await workbench.quick.question('Add Connection (1/3)');
  await workbench.pick(mode);
  await workbench.quick.question('Add Connection (2/3)');
  await workbench.quick.button('Change Base URL…');
  await workbench.answer(baseUrl, 'Base URL');
  await workbench.quick.question('Add Connection (2/3)');
  await workbench.type(apiKey);
}

export async function addConnection(workbench: Workbench, added: NewConnection): Promise<void> {
  await typeKey(workbench, added);
  await workbench.answer(added.apiKey);
  await workbench.answer(added.name, 'Add Connection (3/3)');
}
