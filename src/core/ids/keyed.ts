/** Ids that a field name announces, line by line: NDJSON, program code, log text with `idempotency_key=…`. */
import { idsInFields, jsonOf } from './json.ts';
import { quotedAt } from './quoted.ts';
import { trimEnd } from '../../std/trimEnd.ts';

/**
 * `Idempotency-Key` is left out on purpose: that HTTP header names a request, not an event. Without a colon or an equals
 * sign (group 1) only what has a digit counts: "the event_id is missing" names none.
 */
const FIELD =
  /(?<![A-Za-z0-9])(?:idempotency_?key|event_?ids?)(?![A-Za-z0-9_])\\*["'`]?(?:\s*(:=|=>|[:=])\s*|\s+)/gi;
/** What a program writes where no id is: a type, or nothing. */
const NO_ID =
  /^(?:null|nil|none|undefined|true|false|str|string|varchar|text|uuid|optional|is|was|not|and|or)$/i;

/** Ids in order of appearance, doubled ones included. */
export function keyedIds(text: string): readonly string[] {
  const whole = jsonOf(text);
  if (whole !== undefined) return idsInFields(whole);
  return text.split(/\r\n?|\n/).flatMap((line) => {
    const json = jsonOf(line);
    return json === undefined ? announced(line) : idsInFields(json);
  });
}

function announced(line: string): readonly string[] {
  return [...line.matchAll(FIELD)].flatMap((match) => {
    const at = match.index + match[0].length;
    const ids = valuesAt(line, at);
    return match[1] === undefined ? ids.filter((id) => /\d/.test(id)) : ids;
  });
}

function valuesAt(line: string, at: number): readonly string[] {
  if (line[at] === '[') return listAt(line, at + 1);
  // JSON inside a JSON string: \"event_id\":\"evt_1\"
  const escaped = /^(\\+)"(.*?)\1"/.exec(line.slice(at, at + 2_000));
  if (escaped?.[2] !== undefined) return escaped[2] === '' ? [] : [escaped[2]];
  const quoted = quotedAt(line, at);
  if (quoted !== undefined) return quoted.value === '' ? [] : [quoted.value];
  const bare = /^[^\s"'`,;()[\]{}<>&|\\]+/.exec(line.slice(at, at + 2_000))?.[0] ?? '';
  const isCall = line[at + bare.length] === '(';
  const id = trimEnd(bare, '.:!?');
  return id === '' || isCall || NO_ID.test(id) ? [] : [id];
}

function listAt(line: string, start: number): readonly string[] {
  const ids: string[] = [];
  for (let at = start; at < line.length && line[at] !== ']'; at += 1) {
    const quoted = quotedAt(line, at);
    if (quoted === undefined) continue;
    ids.push(quoted.value);
    at = quoted.end - 1;
  }
  return ids;
}
