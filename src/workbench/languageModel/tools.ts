/** The tools for language models by name. Loaded by the first use of one. */
import type { LanguageModelToolName } from '../../contributions.ts';
import type { Services } from '../services.ts';
import { draftAmendment } from './draftAmendment.ts';
import { explainEvent } from './explainEvent.ts';
import { reconcileFile } from './reconcileFile.ts';
import { searchEvents } from './searchEvents.ts';
import { createTool, type CreatedTool } from './tool.ts';
import { usage } from './usage.ts';
import { validateEvents } from './validateEvents.ts';
import { volume } from './volume.ts';

export function createTools(services: Services): Record<LanguageModelToolName, CreatedTool> {
  return {
    orb_search_events: createTool(services, searchEvents),
    orb_explain_event: createTool(services, explainEvent),
    orb_validate_events: createTool(services, validateEvents),
    orb_volume: createTool(services, volume),
    orb_usage: createTool(services, usage),
    orb_reconcile_file: createTool(services, reconcileFile),
    orb_draft_amendment: createTool(services, draftAmendment),
  };
}
