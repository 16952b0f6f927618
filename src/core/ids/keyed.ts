/**
 * IDs after a field name in a line: in event files, program code, or log text with
 * `idempotency_key=…`.
 */
import { trimEnd } from '../../std/trimEnd.ts';
import { idsInFields, jsonOf, type NamedId } from './json.ts';
import { quotedAt } from './quoted.ts';
import { isOnlyDigits, looksLikeId } from './words.ts';

/**
 * `Idempotency-Key` is left out on purpose: that HTTP header identifies a request, not an event.
 * Without a colon or an equals sign (group 2), only a word with a digit counts, because "the
 * event_id is missing" has no ID.
 */
const FIELD =
  /(?<![A-Za-z0-9])(idempotency_?key|event_?ids?)(?![A-Za-z0-9_])\\*["'`]?(?:\s*(:=|=>|[:=])\s*|\s+)/gi;
/** Often, but not always, the event's: `id=evt_1`, `"event": "evt_1"`. Not `request id=…`, nor `user.id=…`. */
const MAYBE_FIELD =
  /(?<![\w.$-])(?<!\b(?:request|trace|span|user|customer|session|account|order|job|message|correlation|parent|client|process|thread|batch) )(id|event)(?:\\*["']\s*:\s*|\s*(?::=|=>|=)\s*|:\s+)/gi;
/** What programs write instead of an ID: a type, or nothing. */
const NO_ID =
  /^(?:null|nil|none|undefined|true|false|str|string|varchar|text|uuid|optional|is|was|not|and|or)$/i;
/** A longer bare value isn't an ID. */
const MAX_BARE = 2_000;
/** A longer bare value isn't searched for another name. */
const MAX_WORD = 200;

/**
 * IDs in order of appearance, including duplicates. An ambiguous name counts only if there's no
 * better one on the line.
 */
export function namedIds(line: string): readonly NamedId[] {
  const json = jsonOf(line);
  const inFields = json === undefined ? [] : idsInFields(json);
  if (inFields.length > 0) return inFields;
  const announced = announcedBy(
    FIELD,
    line,
    ([, , sign], id) => sign !== undefined || /\d/.test(id),
  );
  if (announced.length > 0) return announced;
  const maybe = announcedBy(MAYBE_FIELD, line, (_, id) => looksLikeId(id) && !isOnlyDigits(id));
  return maybe.map(({ id, field }) => ({ id, field: `${field.toLowerCase()}=` }));
}

function announcedBy(
  pattern: RegExp,
  line: string,
  isId: (match: RegExpExecArray, id: string) => boolean,
): readonly NamedId[] {
  const found: NamedId[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    const { ids, end } = valuesAt(line, pattern.lastIndex);
    for (const id of ids) if (isId(match, id)) found.push({ id, field: match[1] ?? '' });
    // What was read as a value isn't read again.
    pattern.lastIndex = Math.max(pattern.lastIndex, end);
  }
  return found;
}

interface Values {
  readonly ids: readonly string[];
  /** Where to continue reading. */
  readonly end: number;
}

function valuesAt(line: string, at: number): Values {
  if (line[at] === '[') return listAt(line, at + 1);
  const ahead = line.slice(at, at + MAX_BARE);
  // JSON inside a JSON string: \"event_id\":\"evt_1\"
  const escaped = /^(\\+)"(.*?)\1"/.exec(ahead);
  if (escaped?.[2] !== undefined) {
    return { ids: escaped[2] === '' ? [] : [escaped[2]], end: at + escaped[0].length };
  }
  const quoted = quotedAt(line, at);
  if (quoted !== undefined) {
    return { ids: quoted.value === '' ? [] : [quoted.value], end: quoted.end };
  }
  const bare = /^[^\s"'`,;()[\]{}<>&|\\]+/.exec(ahead)?.[0] ?? '';
  const isCall = line[at + bare.length] === '(';
  const id = trimEnd(bare, '.:!?');
  const end = bare.length > MAX_WORD ? at + bare.length : at;
  return { ids: id === '' || isCall || NO_ID.test(id) ? [] : [id], end };
}

function listAt(line: string, start: number): Values {
  const ids: string[] = [];
  let at = start;
  for (; at < line.length && line[at] !== ']'; at += 1) {
    const quoted = quotedAt(line, at);
    if (quoted === undefined) continue;
    ids.push(quoted.value);
    at = quoted.end - 1;
  }
  return { ids, end: at };
}
