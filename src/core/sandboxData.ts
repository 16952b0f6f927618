/** Headers in which a sandbox says what Orb has no header for. */

/**
 * Names the data that the sandbox responds from: another name after each reset, and after each start without a data file. What was seen
 * and sent before then says nothing about its events, though their IDs are the same.
 */
export const SANDBOX_DATA_HEADER = 'orb-sandbox-data';

/** `frozen` or `moved` while the sandbox's clock isn't the real time. */
export const SANDBOX_CLOCK_HEADER = 'orb-sandbox-clock';
