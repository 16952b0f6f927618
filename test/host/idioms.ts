/** Idioms that read as translated, pointers that lead nowhere, and what to write instead. */

export interface Idiom {
  /** What is rejected. A space matches any white space, so that a line break doesn't hide it. */
  readonly pattern: RegExp;
  readonly better: string;
  /** Only for texts of the product: comments and test names may use it. */
  readonly onlyIn?: 'text';
  /** Files that may use it. */
  readonly exceptIn?: RegExp;
}

/** The sandbox, and what reads rejections, use Orb's own messages. */
const sandbox = /^src\/sandbox\/|\/rejections\.ts$/;

export const idioms: readonly Idiom[] = [
  { pattern: /\banew\b/i, better: 'again, from scratch' },
  { pattern: /\b(?:stands?|stood)\b(?! (?:for|in for|out)\b)/i, better: 'is, appears' },
  { pattern: /\btold\b/i, better: 'said, shown, reported' },
  { pattern: /\btells?\b(?![^.;:]*\b(?:apart|from)\b)/i, better: 'says, shows, reports' },
  { pattern: /\bcancell(?:ed|ing)\b/i, better: 'canceled, canceling' },
  { pattern: /\bmeanwhile\b/i, better: 'leave it out, or say while what' },
  { pattern: /\bany more\b(?! \w+(?:s|ing)\b)/i, better: 'no longer, anymore' },
  { pattern: /\b(?:beside|besides)\b/i, better: 'next to, in addition to' },
  { pattern: /\b(?:earlier|next) life\b/i, better: 'what was kept before' },
  { pattern: /\bso many \b(?!that\b|as\b)/i, better: 'this many, a number' },
  { pattern: /\bone after the other\b/i, better: 'one at a time' },
  { pattern: /\bnobody\b/i, better: 'no one' },
  { pattern: /\beverybody\b/i, better: 'everyone' },
  { pattern: /\banybody\b/i, better: 'anyone' },
  { pattern: /\bsomebody\b/i, better: 'someone' },
  { pattern: /\bwhoever\b/i, better: 'whatever reads it, the caller' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, better: 'fix' },
  { pattern: /\bdoubled\b|\bdoubles\b|\btwins?\b/i, better: 'duplicate, twice as long' },
  { pattern: /\bjudg(?:e|es|ed|ing|ement|ment)\b/i, better: 'validate, check, decide' },
  {
    pattern: /\b(?:in|own|its|their|Orb's|no|few|better) words\b/i,
    better: 'message, text, reason',
  },
  { pattern: /\bwords (?:for|of Orb)\b/i, better: 'message, text' },
  { pattern: /(?<!\bthere )\b(?:is|are|was|were) none\b/i, better: "isn't one" },
  {
    pattern: /(?<!\b(?:there|here|if|what) )\b(?:is|are|was|were) no (?!longer\b|more\b|one\b)/i,
    better: "isn't a",
  },
  { pattern: /\bthat is no (?!longer\b|more\b)/i, better: "that isn't a" },
  {
    pattern: /\b(?:knows?|takes?) no\b(?! (?:more|longer|time))/i,
    better: "doesn't know, doesn't take",
  },
  { pattern: /\bnot any more\b/i, better: 'no longer' },
  { pattern: /(?<![$.\w-])ids?\b(?![:(-]|\.\w)/, better: 'ID, IDs' },
  {
    pattern: /\b(?:unauthorised|behaviour|colours?|grey|recognised?|neighbours?)\b/i,
    better: 'US spelling',
  },
  { pattern: /\bOrb(?:'s)? refus/i, better: 'Orb rejects' },
  { pattern: /\b(?:Orb|sandbox|server) answers?\b/i, better: 'responds, the response' },
  {
    pattern: /\b(?:orb-domain|house-style|findings|wording|product|architecture)\.md\b/i,
    better: 'a link to a public page, or a sentence',
  },
  {
    pattern: /\borb-domain\b|\bchecklist [A-Z]\b/,
    better: 'a link to a public page, or a sentence',
  },
  { pattern: /\[\d{1,3}\] |\bU\d{1,2}\b/, better: 'a sentence that says what is meant' },
  {
    pattern: /\bcannot\b|\b(?:does|did|is|are|was|were|has|have|will|could) not\b/i,
    better: "a contraction: can't, isn't",
    onlyIn: 'text',
    exceptIn: sandbox,
  },
  {
    pattern: /\bplease\b|\bsorry\b|\bsuccessfully\b/i,
    better: 'nothing: leave it out',
    onlyIn: 'text',
  },
];
