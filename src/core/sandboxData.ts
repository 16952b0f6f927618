/**
 * The header in which a sandbox names the data that it answers from: another name after each reset, and after each start without a
 * data file. What was seen and sent before says nothing of the events that stand there now, though their ids are the same.
 */
export const SANDBOX_DATA_HEADER = 'orb-sandbox-data';
