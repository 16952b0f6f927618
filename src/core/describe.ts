/** An error as a message to show, and what can be done about it. The only place that has messages for failed requests to Orb. */
import * as l10n from '@vscode/l10n';
import { visible } from '../std/visible.ts';
import { OrbError, type ErrorAnswer } from './errors.ts';

/** What to offer with the message. */
export type NextStep =
  | 'replaceKey' // the connection's key is invalid or lacks access
  | 'editConnection' // the URL isn't that of Orb's API
  | 'checkNetwork' // proxy or certificate settings
  | 'retry' // the same again may work
  | 'widen' // the event may lie outside the time frame
  | 'showLog'; // the response itself says more

export interface Description {
  readonly message: string;
  readonly nextStep?: NextStep;
}

/** More reasons than these are counted, not listed: a batch can have 500. */
const MAX_REASONS = 3;

/** Longer reasons are cut: a response can be huge, and a notification isn't the place to read it. */
const MAX_REASON_LENGTH = 300;

/** One line, with hidden characters made visible. */
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

/** Our message, then Orb's reason if it sent one. */
const withReasons = (sentence: string, answer: ErrorAnswer | undefined) =>
  `${sentence} ${reasonsOf(answer)}`.trimEnd();

function describeOrbError({ kind, message, answer }: OrbError): Description {
  switch (kind) {
    case 'cancelled':
      return { message: l10n.t('Canceled.') };
    case 'timedOut':
      return {
        message: l10n.t(
          "Orb didn't respond in time, so it isn't known whether the request went through.",
        ),
        nextStep: 'retry',
      };
    case 'unreachable':
      return {
        message: l10n.t("Can't reach Orb. Check your network or the connection's URL."),
        nextStep: 'retry',
      };
    case 'tlsOrProxy':
      return {
        message: l10n.t("Can't reach Orb: certificate or proxy problem. {0}", message),
        nextStep: 'checkNetwork',
      };
    case 'unauthorized':
      return {
        message: l10n.t("Orb rejected this connection's API key."),
        nextStep: 'replaceKey',
      };
    case 'forbidden':
      return {
        message: withReasons(l10n.t("This connection's API key isn't allowed to do this."), answer),
        nextStep: 'replaceKey',
      };
    case 'notFound':
      return answer?.type?.endsWith('#404-url-not-found') === true
        ? {
            message: l10n.t("There's no Events API at this connection's URL."),
            nextStep: 'editConnection',
          }
        : {
            message: withReasons(l10n.t('Orb found nothing with this ID.'), answer),
            nextStep: 'widen',
          };
    case 'rejected':
      return {
        message: withReasons(l10n.t('Orb rejected the request.'), answer),
        nextStep: 'showLog',
      };
    case 'conflict':
      return {
        message: withReasons(
          l10n.t('Orb is still processing an earlier request like this one.'),
          answer,
        ),
        nextStep: 'retry',
      };
    case 'tooLarge':
      return { message: l10n.t('The request is too large for Orb. Send less at once.') };
    case 'rateLimited':
      return {
        message: l10n.t("Too many requests: Orb's rate limit was reached."),
        nextStep: 'retry',
      };
    case 'serverFault':
      return {
        message: l10n.t('Orb had an internal error (status {0}).', answer?.status ?? 500),
        nextStep: 'retry',
      };
    case 'contract':
      return {
        message: l10n.t('Unexpected response from Orb: {0}', message),
        nextStep: 'showLog',
      };
    case 'invalid':
      return { message };
  }
}

/** The message for anything that was thrown. */
export function describe(error: unknown): Description {
  if (error instanceof OrbError) return describeOrbError(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: l10n.t('Something went wrong inside Orb Events: {0}', message),
    nextStep: 'showLog',
  };
}
