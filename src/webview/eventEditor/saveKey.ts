/** Which key saves. */

/** The relevant parts of a `KeyboardEvent`. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Ctrl+S or ⌘S. On keyboards without Latin letters, the position of the key decides. */
export function isSaveKey(event: PressedKey, isMac: boolean): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, key, code } = event;
  const modifiers = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (!modifiers || altKey || shiftKey) return false;
  return key.toLowerCase() === 's' || (code === 'KeyS' && !/^[a-z]$/i.test(key));
}
