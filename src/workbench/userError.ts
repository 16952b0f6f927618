import { withoutLinks } from '../std/plain.ts';

/** What may help after a failure; commands.ts offers it as a button, after the command has rejected. */
export interface NextStep {
  /** The button. */
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

/** A failure whose message is fit for people as it is: where a command was run by hand, the editor shows it in a notice. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    readonly nextStep?: NextStep,
    options?: ErrorOptions,
  ) {
    super(withoutLinks(message), options);
  }
}
