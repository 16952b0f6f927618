/** Whether a command's `confirm: false` counts. A task of the workspace can pass it, so for live accounts a user setting has to allow it. */
import type { Services } from './services.ts';

export function skipsConfirmation(
  { connections, settings }: Pick<Services, 'connections' | 'settings'>,
  connectionId: string,
  confirm: boolean | undefined,
): boolean {
  if (confirm !== false) return false;
  const isLive = (connections.get(connectionId)?.mode ?? 'live') === 'live';
  return !isLive || settings.get('orb.confirm.allowSkip') === 'always';
}
