/**
 * For lasting states, which can be polled. Brief ones need a listener, since a busy machine may
 * poll too late.
 */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/**
 * Waits until `check` gives a value other than undefined and false, and returns it.
 * @param what for the message if it didn't happen within 20 s
 */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`Timed out after ${PATIENCE_MS / 1_000} s waiting for: ${what}`);
}
