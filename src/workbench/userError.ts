import { withoutLinks } from '../std/plain.ts';

/** What may help after a failure, as a button of its notification. */
export type NextStep = { readonly title: string } & (
  { readonly command: string; readonly args?: readonly unknown[] } | { readonly run: () => unknown }
);

interface Options extends ErrorOptions {
  /** Whether a page already shows it, so that it doesn't need a notification. */
  readonly isShown?: boolean;
}

/** A failure whose message is shown to the user as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** The buttons of its notification. */
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

/**
 * Nothing matches. For users, that's information; for programs, it's the reason why there's no
 * result.
 */
export class NothingFound extends UserError {
  override readonly name = 'NothingFound';
  override readonly severity = 'info';
}
