/** Long work on the extension host, in slices, so that VS Code's messages are handled in between. */

/** Shorter than a frame (16 ms), since typing waits for the extension host. */
const SLICE_MS = 12;

/** @param work yields where it can pause */
export async function inSlices<T>(work: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const isTimeUp = slice();
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (!isTimeUp());
    await pause();
  }
}

/** Starts a slice. @returns a function that says whether it is over */
export function slice(): () => boolean {
  const end = performance.now() + SLICE_MS;
  return () => performance.now() >= end;
}

export const after = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Lets pending work run. */
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
