/** Events of one hour (https://docs.withorb.com/api-reference/event/get-event-volume), by the events' own timestamps. */
export interface VolumeHour {
  readonly timeframeStart: string;
  readonly timeframeEnd: string;
  readonly count: number;
}

/** Orb returns at most this many hours per request. */
export const MAX_VOLUME_HOURS = 100;
