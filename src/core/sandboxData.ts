/** Headers of the sandbox for what Orb has no header for. */

/**
 * Names the data set of the sandbox: a new name after each reset, and after each start without a data file. What was seen and sent
 * before says nothing about the new events, even if their IDs are the same.
 */
export const SANDBOX_DATA_HEADER = 'orb-sandbox-data';

/** `frozen` or `moved` while the sandbox's clock isn't the real time. */
export const SANDBOX_CLOCK_HEADER = 'orb-sandbox-clock';
