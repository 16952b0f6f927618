/** An error in words for people, and what they can do about it. The only place where failures of Orb are worded. */
import * as l10n from '@vscode/l10n';
import { visible } from '../std/visible.ts';
import { OrbError, type ErrorAnswer } from './errors.ts';

/** What to offer beside the words. */
export type NextStep =
  | 'replaceKey' // the connection's key does not open the account
  | 'editConnection' // the address is not Orb's API
  | 'checkNetwork' // proxy or certificate settings
  | 'retry' // the same again may work
  | 'widen' // the event may lie outside the time frame
  | 'showLog'; // the answer itself tells more

export interface Description {
  readonly message: string;
  readonly nextStep?: NextStep;
}

/** More reasons than these are counted, not listed: a batch can have 500. */
const MAX_REASONS = 3;

/** Longer words are cut: an answer can be huge, and a notice is not the place to read it. */
const MAX_REASON_LENGTH = 300;

/** One line in which nothing is hidden. */
const clip = (text: string) => visible(text.replaceAll(/\s+/g, ' ').trim(), MAX_REASON_LENGTH);

function reasonsOf(answer: ErrorAnswer | undefined): string {
  const refused = answer?.validationFailed ?? [];
  const reasons =
    refused.length > 0
      ? refused.map(({ idempotencyKey, messages }) => `${idempotencyKey}: ${messages.join(' ')}`)
      : (answer?.validationErrors ?? []);
  const listed = reasons.slice(0, MAX_REASONS).map(clip).join(' ');
  const more = reasons.length - MAX_REASONS;
  if (more > 0) return l10n.t('{0} … and {1} more.', listed, more);
  return listed || clip(answer?.detail ?? answer?.title ?? '');
}

/** Orb's own words after ours, where it sent any. */
const withReasons = (sentence: string, answer: ErrorAnswer | undefined) =>
  `${sentence} ${reasonsOf(answer)}`.trimEnd();

function describeOrbError({ kind, message, answer }: OrbError): Description {
  switch (kind) {
    case 'cancelled':
      return { message: l10n.t('Cancelled.') };
    case 'timedOut':
      return {
        message: l10n.t('Orb did not answer in time. Whether it did what was asked is not known.'),
        nextStep: 'retry',
      };
    case 'unreachable':
      return {
        message: l10n.t(
          'Orb cannot be reached. Check the network and the address of the connection.',
        ),
        nextStep: 'retry',
      };
    case 'tlsOrProxy':
      return {
        message: l10n.t('A certificate or a proxy stands in the way to Orb: {0}', message),
        nextStep: 'checkNetwork',
      };
    case 'unauthorized':
      return {
        message: l10n.t('Orb does not accept the API key of this connection.'),
        nextStep: 'replaceKey',
      };
    case 'forbidden':
      return {
        message: withReasons(l10n.t('The API key of this connection may not do this.'), answer),
        nextStep: 'replaceKey',
      };
    case 'notFound':
      return answer?.type?.endsWith('#404-url-not-found') === true
        ? {
            message: l10n.t("There is no Events API at this connection's address."),
            nextStep: 'editConnection',
          }
        : { message: withReasons(l10n.t('Orb does not know this.'), answer), nextStep: 'widen' };
    case 'rejected':
      return { message: withReasons(l10n.t('Orb refused this.'), answer), nextStep: 'showLog' };
    case 'conflict':
      return {
        message: withReasons(
          l10n.t('Orb is still busy with an earlier request like this one.'),
          answer,
        ),
        nextStep: 'retry',
      };
    case 'tooLarge':
      return { message: l10n.t('This is more than Orb takes at once. Send less in one request.') };
    case 'rateLimited':
      return { message: l10n.t('Orb asks to slow down: too many requests.'), nextStep: 'retry' };
    case 'serverFault':
      return {
        message: l10n.t('Orb had an error of its own (status {0}).', answer?.status ?? 500),
        nextStep: 'retry',
      };
    case 'contract':
      return {
        message: l10n.t("The answer is not one of Orb's Events API: {0}", message),
        nextStep: 'showLog',
      };
    case 'invalid':
      return { message };
  }
}

/** Words for anything that was thrown. */
export function describe(error: unknown): Description {
  if (error instanceof OrbError) return describeOrbError(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: l10n.t('Something went wrong inside Orb Events: {0}', message),
    nextStep: 'showLog',
  };
}
