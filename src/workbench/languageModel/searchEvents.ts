/** The tool that searches events by ID. */
import * as vscode from 'vscode';
import type { UsageEvent } from '../../core/event.ts';
import { pageOf } from '../../core/languageModel/page.ts';
import { countText } from '../../core/language.ts';
import { lastDays } from '../../core/timeframe.ts';
import { object, texts, type Reader } from '../argumentReaders.ts';
import { UserError } from '../userError.ts';
import { account, DEFAULT_ITEMS, frame, MAX_ITEMS, paging } from './inputs.ts';
import type { Tool } from './tool.ts';

/** As many as Orb takes in one request (https://docs.withorb.com/api-reference/event/search-events). */
const MAX_IDS = 500;

const eventIds: Reader<readonly string[]> = (value, name) => {
  const ids = texts(value, name);
  if (ids.length <= MAX_IDS) return ids;
  throw new UserError(vscode.l10n.t('"{0}" must have at most {1} IDs.', name, countText(MAX_IDS)));
};

const read = object({ eventIds }, { ...account, ...frame, ...paging });

export const searchEvents: Tool<ReturnType<typeof read>> = {
  read: (input) => read(input, 'input'),
  describe: ({ eventIds }, account) => ({
    doing:
      eventIds.length === 1
        ? vscode.l10n.t('Searching 1 event ID in {0}', account)
        : vscode.l10n.t('Searching {0} event IDs in {1}', countText(eventIds.length), account),
  }),
  async run({ services, connection: { id }, input, signal }) {
    const { timeframeStart, timeframeEnd, offset = 0, limit = DEFAULT_ITEMS } = input;
    const days = services.settings.get('orb.search.windowDays');
    const searched =
      timeframeStart === undefined && timeframeEnd === undefined
        ? lastDays(days, services.connections.now(id))
        : {
            ...(timeframeStart !== undefined && { timeframeStart }),
            ...(timeframeEnd !== undefined && { timeframeEnd }),
          };
    const query = { eventIds: input.eventIds, ...searched };
    const { views, missing } = await services.events.search(id, query, signal);
    const page = views.slice(offset, offset + limit).map(({ event }) => toPlain(event));
    return {
      ...searched,
      events: pageOf(page, offset, views.length),
      missing: { total: missing.length, items: missing.slice(0, MAX_ITEMS) },
    };
  },
};

/** Numbers of properties stay as Orb wrote them. */
const toPlain = ({
  id: eventId,
  eventName,
  timestamp,
  customerId,
  externalCustomerId,
  deprecated,
  properties,
}: UsageEvent) => ({
  ...{ eventId, eventName, timestamp, customerId, externalCustomerId },
  ...(deprecated && { deprecated }),
  properties,
});
