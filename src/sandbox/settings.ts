/** The settings of `POST /sandbox/settings`, for behavior that Orb doesn't document or that differs by account. */
import { invalid } from './problems.ts';

export interface Settings {
  /** How far back events are accepted, in hours. */
  readonly graceHours: number;
  /** Whether search finds an amended event: Orb's documents say no, but it has been seen to. */
  readonly searchAmended: 'current' | 'hidden';
  /** True: the valid events of a rejected batch are stored. */
  readonly partialIngest: boolean;
  /** True: only `Z` (or +00:00) is accepted as a time zone. */
  readonly strictTimestamps: boolean;
  /** From close to reflected, and from revert to reverted. */
  readonly reflectDelayMs: number;
  /** Until search shows what was ingested or amended. */
  readonly searchDelayMs: number;
  readonly rateLimit: 'off' | 'test' | 'live' | 'trial';
  /** Whether a 429 carries Retry-After; Orb documents none. */
  readonly retryAfter: boolean;
  /** Whether `?debug=true` is supported, as in Orb until July 2026. */
  readonly debugResponses: boolean;
  readonly maxBodyBytes: number;
  /** `forbidden`: 403 for customers, subscriptions, metrics, and prices. `absent`: prices can't be evaluated (404). */
  readonly billing: 'on' | 'forbidden' | 'absent';
  /** Whether a backfill that replaces events may use their IDs again. Orb doesn't document it. */
  readonly replacedIds: 'accepted' | 'refused';
  /** Whether a package that was begun costs as much as a full one, or its share. Orb doesn't document it. */
  readonly packageRounding: 'up' | 'exact';
}

export const defaultSettings: Settings = {
  graceHours: 12,
  searchAmended: 'current',
  partialIngest: false,
  strictTimestamps: false,
  reflectDelayMs: 5_000,
  searchDelayMs: 0,
  rateLimit: 'off',
  retryAfter: false,
  debugResponses: true,
  maxBodyBytes: 64 * 1024 * 1024,
  billing: 'on',
  replacedIds: 'accepted',
  packageRounding: 'up',
};

const choices: Partial<Record<keyof Settings, readonly string[]>> = {
  searchAmended: ['current', 'hidden'],
  rateLimit: ['off', 'test', 'live', 'trial'],
  billing: ['on', 'forbidden', 'absent'],
  replacedIds: ['accepted', 'refused'],
  packageRounding: ['up', 'exact'],
};

/**
 * The settings with the given changes.
 * @throws Problem 400 that names the first invalid one
 */
export function changeSettings(settings: Settings, changes: Record<string, unknown>): Settings {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaultSettings, name)) throw invalid(`There is no setting '${name}'.`);
    const key = name as keyof Settings;
    const allowed = choices[key];
    if (allowed !== undefined) {
      if (typeof value !== 'string' || !allowed.includes(value)) {
        throw invalid(`'${name}' must be one of ${allowed.join(', ')}.`);
      }
    } else if (typeof value !== typeof defaultSettings[key]) {
      throw invalid(`'${name}' must be a ${typeof defaultSettings[key]}.`);
    } else if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) {
      throw invalid(`'${name}' must be 0 or more.`);
    }
  }
  return { ...settings, ...changes };
}
