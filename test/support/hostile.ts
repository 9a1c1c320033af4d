/** Free text that must pass through every renderer as data. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><!--',
  '${file("/etc/hostname")}',
  '%{ if true }x%{ endif }',
  '$${already} %%{escaped}',
  '{{ 7*7 }} #{7*7}',
  '| a | b |\\|`code`',
  '[link](javascript:alert(1)) **bold** # heading',
  "'; DROP TABLE rules; --",
  '../../etc/passwd',
  'a & b < c > d "e" \'f\'',
  'Ünïcödé ✓ 日本語',
  '{partition} {account}',
  '&amp;lt;',
  'x'.repeat(900),
];

/** Text that is refused where it comes in, with the code. */
export const REFUSED: readonly (readonly [string, string])[] = [
  ['\u001b[31mred', 'ControlCharacters'],
  ['line\nbreak', 'ControlCharacters'],
  ['tab\there', 'ControlCharacters'],
  ['bell\u0007', 'ControlCharacters'],
  ['nul\u0000', 'ControlCharacters'],
  ['\u009bcsi', 'ControlCharacters'],
  ['right-to-left \u202e override', 'ControlCharacters'],
  ['zero\u200bwidth', 'ControlCharacters'],
  ['line\u2028separator', 'ControlCharacters'],
  ['a ${Token[TOKEN.1]}', 'TokenInText'],
  ['a ${TfToken[TOKEN.1]}', 'TokenInText'],
  ['a #{Token[TOKEN.1]}', 'TokenInText'],
];
