/** SQL that can't be a metric, a filter, or a grouping key; the message is one sentence that says why. */
export class SqlProblem extends Error {
  override readonly name = 'SqlProblem';
}
