/** The first row of every page: which account it is, and what is at stake. */
import type { Mode } from '../core/connection.ts';
import type { ShownConnection } from '../protocol/eventEditor.ts';
import { h, outside } from './dom.ts';

export interface ModeTexts {
  readonly mode: Readonly<Record<Mode, string>>;
  readonly modeSpoken: Readonly<Record<Mode, string>>;
  readonly liveTitle: string;
}

/** Fills the row. Without a connection it stays empty but keeps its height. */
export function drawModeRow(
  row: HTMLElement,
  connection: ShownConnection | undefined,
  texts: ModeTexts,
): void {
  row.className = `mode-row mode-${connection?.mode ?? 'none'}`;
  row.replaceChildren();
  if (connection === undefined) return;
  const { mode, name, host } = connection;
  const flag = h(
    'span',
    { class: 'flag', ...(mode === 'live' ? { title: texts.liveTitle } : {}) },
    h('span', { aria: { hidden: 'true' } }, texts.mode[mode]),
    h('span', { class: 'spoken' }, texts.modeSpoken[mode]),
  );
  // A connection with the name of its mode, like the sandbox, would show it twice.
  const named = name.toUpperCase() !== texts.mode[mode].toUpperCase();
  row.append(flag, ...(named ? [outside(name, 'connection')] : []), outside(host, 'host'));
}
