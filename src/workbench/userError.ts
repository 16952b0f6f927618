import { withoutLinks } from '../std/plain.ts';

/** What may help after a failure: the button of its notification. */
export type NextStep = { readonly title: string } & (
  { readonly command: string; readonly args?: readonly unknown[] } | { readonly run: () => unknown }
);

interface Options extends ErrorOptions {
  /** A page already shows it, so it needs no notification. */
  readonly isShown?: boolean;
}

/** A failure whose message is shown to the user as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** Of its notification. */
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

/** Nothing matches: information for the user, and for programs the reason why there is no result. */
export class NothingFound extends UserError {
  override readonly name = 'NothingFound';
  override readonly severity = 'info';
}
