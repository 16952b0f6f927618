/** The connection to the sandbox that a window starts. All windows share it, so tabs of an earlier sandbox find the same demo data again. */
export const SANDBOX_CONNECTION = 'sandbox';
