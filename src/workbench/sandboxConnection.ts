/**
 * The connection to the sandbox that a window starts. One for all windows: tabs of an earlier sandbox find their events again,
 * since the demo data is the same each time.
 */
export const SANDBOX_CONNECTION = 'sandbox';
