/** The words of messages, docstrings and pages, as data: one word for one thing. CONTRIBUTING.md, "Words", shows the table. */
export interface Word {
  /** The phrase to avoid, in lower case; the rest of the sentence does not matter. */
  readonly not: RegExp;
  readonly write: string;
}

export const WORDS: readonly Word[] = [
  { not: /\blet(?:s|ting)? (?:[\w`]+ ){0,2}out\b|\bgets? out\b|\bway out\b/, write: 'allow, open' },
  { not: /\bways out\b/, write: 'egress rules' },
  { not: /\basked for\b/, write: 'requested, not requested' },
  { not: /\b(?:say|give|bring) (?:`|your own\b)/, write: 'set `x`' },
  { not: /\b(?:is|are|was|were) (?:not )?given\b/, write: 'set, not set' },
  { not: /\btaken to be\b/, write: 'assuming `x: v`' },
  { not: /\bbrought\b/, write: 'existing' },
  {
    not: /\bin (?:the )?place of\b|\bst(?:ands?|ood) in\b|\btakes? (?:its|their) place\b/,
    write: 'override, instead of',
  },
  { not: /\b(?:person|people|some(?:body|one)) must\b|\bno person\b/, write: 'manual step' },
  { not: /\bdead without\b|\btable forg(?:ets|ot)\b/, write: "required by the service, missing from Harness's table" },
  { not: /(?<!`)\black(?:s|ing)?\b(?!`)/, write: 'missing' },
  { not: /(?<!`)\bsurplus\b(?!`)/, write: 'excess' },
  { not: /body(?: has)? accept(?:s|ed)\b|\baccepted by\b/, write: 'acknowledged' },
  { not: /\bstrangers?\b/, write: 'unknown key' },
  { not: /\bhold(?:s|ing)? (?:for|only)\b/, write: 'applies to' },
  { not: /\bput(?:s|ting)? (?:it |a plan )?on (?:a|the|its) (?:target|platform)\b/, write: 'on this target' },
  { not: /\btexts? that (?:is|are) not empty\b/, write: 'non-empty string' },
  { not: /(?<!`)\bperhaps\b(?!`)|\bmaybe\b/, write: 'cannot tell' },
  { not: /\bnot restrict any/, write: 'has no effect' },
  { not: /\bsame rules? twice\b/, write: 'duplicate' },
  { not: /(?<!`)\b(?:any|every|no|some)body\b(?!`)/, write: 'the user, the reviewer, the list; or leave it out' },
  { not: /\bof (?:yours|ours)\b/, write: 'your own, existing, new' },
];

/** Sentences that keep a phrase, with the reason. */
export const KEPT: readonly { readonly text: string; readonly reason: string }[] = [
  {
    text: "; taken to be the delegate's: ",
    reason: 'the first line of an audit: a reader must see that it is an assumption',
  },
  {
    text: 'Harness Delegate: nothing else gets out',
    reason: 'the description of deployed firewall rules: a new one would change every one of them',
  },
];

/** Words that no docstring begins with: it begins with a noun or a verb. */
export const NO_BEGINNING = /^(?:What|Where|Whether|When|Which|How)\b/;

export interface Misused {
  readonly phrase: string;
  readonly write: string;
}

/** The phrases to avoid in a text, with what to write; line ends and the stars of a docstring count as spaces. */
export function misusedIn(text: string): Misused[] {
  const line = text.replace(/\s*\n[ \t]*(?:\*(?!\*)|\/\/|>)?\s*/g, ' ');
  const kept = KEPT.reduce((rest, { text: sentence }) => rest.replaceAll(sentence, ''), line).toLowerCase();
  return WORDS.flatMap(({ not, write }) => {
    const match = not.exec(kept);
    return match === null ? [] : [{ phrase: match[0], write }];
  });
}
