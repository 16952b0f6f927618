/**
 * Reads event IDs from whatever people paste: a list in any notation, JSON, NDJSON, CSV with a
 * header, log text. An ID can be any text (Orb accepts every `idempotency_key`), so only quotes,
 * separators, and field names show for certain where one starts and ends. In other text, only what
 * looks like a certain ID is one; everything else is left out, with the reason.
 */
import { idsInFields, jsonOf, plainArray } from './json.ts';
import { likenessOf } from './likeness.ts';
import { readBareList, readColumn, readQuotedList, type Field } from './list.ts';
import { ReadingBuilder, type IdReading } from './reading.ts';
import { piecesOf, type Piece } from './scan.ts';
import { isOnlyDigits, isUuid, linesOf, looksLikeId } from './words.ts';

export interface ReadOptions {
  /** Whether this editor has seen an ID, which makes it certain in any text. */
  readonly isKnown?: (id: string) => boolean;
  /**
   * Whether the text is a whole file, maybe code. Words in it aren't a list unless all of them look
   * like IDs.
   */
  readonly isFile?: boolean;
}

/** @param text anything; white space and a byte order mark around it are ignored */
export function readIds(text: string, options: ReadOptions = {}): IdReading {
  const trimmed = text.trim();
  return readFormat(trimmed) ?? readPieces(trimmed, options);
}

/** Formats that show for the whole text where its IDs are. */
function readFormat(text: string): IdReading | undefined {
  const builder = new ReadingBuilder();
  const json = jsonOf(text);
  const named = json === undefined ? [] : idsInFields(json);
  for (const { id, field } of named) builder.take(id, field);
  if (named.length > 0) return builder.build();
  const list = (json && plainArray(json)) ?? readQuotedList(text) ?? readColumn(text);
  for (const id of list ?? []) builder.take(id);
  return list && builder.build();
}

function readPieces(text: string, { isKnown = () => false, isFile = false }: ReadOptions) {
  const pieces: Piece[] = [];
  let hasNamed = false;
  let isFull = false;
  for (const line of linesOf(text)) {
    for (const piece of piecesOf(line, isKnown)) {
      hasNamed ||= piece.kind === 'named';
      if (piece.kind === 'named' || !isFull) pieces.push(piece);
    }
    isFull ||= pieces.length >= MAX_PIECES;
  }
  const list = hasNamed ? undefined : readBareList(text);
  const isList = list?.every(({ value }) => !isFile || looksLikeId(value)) === true;
  return isList ? listed(list) : sorted(pieces, hasNamed || isFile);
}

/** After this many, only IDs with a field name are kept. */
const MAX_PIECES = 200_000;

/** Numbers among other IDs are counts or line numbers. */
function listed(fields: readonly Field[]): IdReading {
  const builder = new ReadingBuilder();
  const isNumber = ({ value, quoted }: Field) => !quoted && isOnlyDigits(value);
  const areNumbers = fields.every(isNumber);
  for (const field of fields) {
    if (isNumber(field) && !areNumbers) builder.leaveOut(field.value, 'digits');
    else builder.take(field.value);
  }
  return builder.build();
}

/** @param onlyNamed whether a word without a name must be known, or look like an ID with a name */
function sorted(pieces: readonly Piece[], onlyNamed: boolean): IdReading {
  const isCertain = (piece: Piece): boolean => {
    if (piece.kind !== 'word') return piece.kind === 'named';
    if (piece.isKnown) return true;
    if (onlyNamed || isOnlyDigits(piece.id)) return false;
    return piece.isListed ? looksLikeId(piece.id) : isUuid(piece.id) && piece.isOnlyOne;
  };
  const shapes = new Set<string | undefined>();
  for (const piece of pieces) {
    if (piece.kind !== 'sentence' && isCertain(piece)) shapes.add(likenessOf(piece.id)?.shape);
  }
  const builder = new ReadingBuilder();
  for (const piece of pieces) {
    if (piece.kind === 'named') builder.take(piece.id, piece.field);
    else if (piece.kind === 'sentence') {
      if (!onlyNamed) builder.leaveOut(piece.text, 'sentence');
    } else if (isCertain(piece) || isAlike(piece, shapes)) builder.take(piece.id);
    else builder.leaveOut(piece.id, isOnlyDigits(piece.id) ? 'digits' : 'unnamed');
  }
  return builder.build();
}

function isAlike(
  { id, isOnlyOne }: Extract<Piece, { kind: 'word' }>,
  shapes: ReadonlySet<string | undefined>,
): boolean {
  const likeness = likenessOf(id);
  if (likeness === undefined || !looksLikeId(id) || !shapes.has(likeness.shape)) return false;
  return !likeness.isCommon || isOnlyOne;
}
