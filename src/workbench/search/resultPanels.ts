/** The pages with results, with what they need of the searches. Loaded with the first one. */
import { describeReason } from '../../core/search/notFound.ts';
import { ResultPanels } from '../results/panels.ts';
import { whyMissing } from './missingItem.ts';
import type { EventsView } from './run.ts';

export function resultPanels({ services, searches }: EventsView): ResultPanels {
  return new ResultPanels(services, {
    get newest() {
      return searches.all[0];
    },
    get: (searchId) => searches.get(searchId),
    views(searchId) {
      const search = searches.get(searchId);
      return search === undefined ? [] : searches.views(search);
    },
    reason(searchId, eventId) {
      const search = searches.get(searchId);
      if (search === undefined) return '';
      const reason = whyMissing(eventId, search, services);
      return describeReason(reason, search.widened ?? search.window);
    },
    ask: (searchId) => searches.ask(searchId),
    stop: (searchId) => searches.stop(searchId),
    onDidChange: searches.onDidChange,
  });
}
