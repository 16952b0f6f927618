/** The language of dates and numbers, set once in each thread and page as `l10n.config` sets that of the texts; English until then. */
let tag = 'en';
let locale: string | undefined;

/** @param language a language tag as VS Code has it, such as `de` or `pt-br` */
export function setLanguage(language: string): void {
  tag = language;
  locale = undefined;
}

/** English dates are written "20 Aug", not "Aug 20". What Intl doesn't know is written as English. */
export function localeOf(language: string): string {
  if (language === 'en') return 'en-GB';
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

/** Made on first use: the first format of a process takes milliseconds, which activation must not spend. */
function inLanguage<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly format: T } | undefined;
  return () => {
    locale ??= localeOf(tag);
    if (made?.locale !== locale) made = { locale, format: make(locale) };
    return made.format;
  };
}

/** @returns a function that writes an instant, given in milliseconds, as UTC in the language that is set when it is called */
export function dateFormat(options: Intl.DateTimeFormatOptions): (ms: number) => string {
  const format = inLanguage(
    (each) => new Intl.DateTimeFormat(each, { timeZone: 'UTC', ...options }),
  );
  return (ms) => format().format(ms);
}

/** @returns a function that writes a number, or a decimal text with all its digits, in the language that is set when it is called */
export function numberFormat(
  options?: Intl.NumberFormatOptions,
): (value: number | `${number}`) => string {
  const format = inLanguage((each) => new Intl.NumberFormat(each, options));
  return (value) => format().format(value);
}

const lists = inLanguage((each) => new Intl.ListFormat(each));

/** `a, b and c` */
export const listText = (items: readonly string[]): string => lists().format(items);

/** `1,132` */
export const countText = numberFormat();

const short = inLanguage(
  // British English has small letters: 1.2m would be meters, and k thousands.
  (each) =>
    new Intl.NumberFormat(each === 'en-GB' ? 'en-US' : each, {
      notation: 'compact',
      maximumSignificantDigits: 3,
    }),
);

/** `18.4M` */
export const shortCount = (value: number): string => short().format(value);

const relative = inLanguage((each) => new Intl.RelativeTimeFormat(each));

/** `6 hours ago`, `in 3 minutes`. @param value negative, or -0, for the past */
export const relativeTime = (value: number, unit: Intl.RelativeTimeFormatUnit): string =>
  relative().format(value, unit);
