/** A chart as a picture, for the extension and for the clipboard. */

export async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * @returns false if the browser doesn't allow it, without focus or permission; the extension
 * reports it
 */
export async function copyPicture(png: Promise<Blob>): Promise<boolean> {
  try {
    window.focus();
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    return false;
  }
}
