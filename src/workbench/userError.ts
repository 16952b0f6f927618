import { withoutLinks } from '../std/plain.ts';

/** What may help after a failure: the button of its notice. */
export type NextStep = { readonly title: string } & (
  { readonly command: string; readonly args?: readonly unknown[] } | { readonly run: () => unknown }
);

interface Options extends ErrorOptions {
  /** A page says so already: it needs no notice. */
  readonly isShown?: boolean;
}

/** A failure whose message is fit for people as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** How a notice tells it. */
  readonly severity: 'error' | 'info' = 'error';
  readonly isShown: boolean;

  constructor(
    message: string,
    readonly nextStep?: NextStep,
    options: Options = {},
  ) {
    super(withoutLinks(message), options);
    this.isShown = options.isShown ?? false;
  }
}

/** What was looked for isn't there: an answer to a person, and for programs the reason why there is no result. */
export class NothingFound extends UserError {
  override readonly name = 'NothingFound';
  override readonly severity = 'info';
}
