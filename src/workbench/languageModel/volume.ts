/** The tool that counts events by the hour or day. */
import * as vscode from 'vscode';
import { pageOf } from '../../core/languageModel/page.ts';
import { DAY_MS, HOUR_MS } from '../../core/timeframe.ts';
import { lastHours, WEEK_HOURS } from '../../core/volumeSeries.ts';
import { object, oneOf } from '../argumentReaders.ts';
import { boundsOf } from '../chart/bounds.ts';
import { VolumeReader } from '../volume/reader.ts';
import { account, frame, MAX_ITEMS, paging } from './inputs.ts';
import type { Tool } from './tool.ts';

const read = object({}, { ...account, ...frame, ...paging, granularity: oneOf('hour', 'day') });

export const volume: Tool<ReturnType<typeof read>> = {
  read: (input) => read(input, 'input'),
  describe: (_input, account) => ({
    doing: vscode.l10n.t('Reading the event volume of {0}', account),
  }),
  async run({ services: { connections }, connection: { id }, input, signal }) {
    const { granularity = 'day', offset = 0, limit = MAX_ITEMS } = input;
    const nowMs = connections.now(id);
    const range = boundsOf(input, nowMs) ?? lastHours(WEEK_HOURS, nowMs);
    const reader = new VolumeReader();
    const options = { signal, onlyMissing: false, onPart: () => undefined };
    await reader.read(await connections.client(id), range, options);
    const counts = new Map<number, number>();
    const step = granularity === 'day' ? DAY_MS : HOUR_MS;
    let events = 0;
    for (let hour = 0; hour < range.hours; hour += 1) {
      const ms = range.startMs + hour * HOUR_MS;
      const count = reader.counts.get(ms) ?? 0;
      const start = Math.floor(ms / step) * step;
      counts.set(start, (counts.get(start) ?? 0) + count);
      events += count;
    }
    const iso = (ms: number) => new Date(ms).toISOString();
    const rows = [...counts].map(([ms, count]) => ({ start: iso(ms), count }));
    return {
      timeframeStart: iso(range.startMs),
      timeframeEnd: iso(range.startMs + range.hours * HOUR_MS),
      granularity,
      events,
      rows: pageOf(rows.slice(offset, offset + limit), offset, rows.length),
    };
  },
};
