/** The outcomes of an ingest in the chart. */
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import type { ChartLayer } from '../outcomes/timeChart.ts';

export const chartLayers = (texts: IngestRunTexts): readonly ChartLayer[] => [
  { name: texts.accepted, color: ({ bar }) => bar },
  { name: texts.duplicates, color: ({ before }) => before },
  { name: texts.rejected, color: ({ error }) => error, isAlwaysBright: true },
  { name: texts.notSent, color: ({ muted }) => muted, isHatched: true },
];
