/** What Orb holds, as the text of an event's document. */
import type { EventAddress } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { EventFile } from './eventFile.ts';
import { versionOf } from './version.ts';

/** @returns undefined when there's no copy of the event on this machine */
export function heldText(
  { events }: Services,
  address: EventAddress,
  file: EventFile,
): string | undefined {
  const view = events.get(address);
  if (view === undefined) return undefined;
  const { raw } = file.loaded ?? view;
  return versionOf({ ...view, raw }, file.document?.getText()).text;
}
