/** Fills the placeholders `{0}`, `{1}` … of a text. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

/** Puts parts of a page, such as keys and links, into the placeholders of a text. */
export function compose<P extends object>(
  text: string,
  ...values: readonly (P | string | number)[]
): readonly (P | string)[] {
  return text
    .split(/(\{\d\})/)
    .map((piece) => {
      const value = /^\{\d\}$/.test(piece) ? values[Number(piece[1])] : undefined;
      return typeof value === 'number' ? String(value) : (value ?? piece);
    })
    .filter((part) => part !== '');
}
