/** Long work on the extension host, in slices: the editor's messages are answered between them. */

/** Typing is echoed within a frame of the screen (16 ms), and the extension host has other work too. */
const SLICE_MS = 12;

/** @param work yields where it may pause */
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

/** Begins a slice. @returns whether it is over */
export function slice(): () => boolean {
  const end = performance.now() + SLICE_MS;
  return () => performance.now() >= end;
}

export const after = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Lets what waits go first. */
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
