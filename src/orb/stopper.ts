/** A signal that fires with any of the given ones or after `ms`; disposing takes its listeners and timer away. */
export function stopper(signals: readonly (AbortSignal | undefined)[], ms?: number) {
  const controller = new AbortController();
  let late = false;
  const present = signals.filter((signal) => signal !== undefined);
  const onAbort = (event: { target: unknown }) =>
    controller.abort((event.target as AbortSignal).reason);
  for (const signal of present) signal.addEventListener('abort', onAbort, { once: true });
  const timer =
    ms === undefined
      ? undefined
      : setTimeout(
          () => {
            late = true;
            controller.abort();
          },
          Math.min(ms, 2 ** 31 - 1),
        );
  return {
    signal: controller.signal,
    timedOut: () => late,
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const signal of present) signal.removeEventListener('abort', onAbort);
    },
  };
}
