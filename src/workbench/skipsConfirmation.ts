/** Whether a command's `confirm: false` is heard. A workspace's task can pass it, so for live accounts only the user's own setting lets it. */
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
