/**
 * Indents the continuation of quoted texts and of flow collections, which other parsers take at any column and YAML 1.2
 * wants behind its parent. Lines stay lines, so places stay right.
 */

interface Open {
  /** Quote of an unfinished text, or nothing. */
  readonly quote: string;
  /** Unclosed brackets. */
  readonly brackets: number;
}

const CLOSED: Open = { quote: '', brackets: 0 };

export function reindent(text: string): string {
  let open = CLOSED;
  let base = 0;
  let literal = -1;
  const lines = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === '';
    if (literal >= 0 && (isBlank || indent > literal)) {
      return line;
    }
    literal = -1;
    const isContinued = open.quote !== '' || open.brackets > 0;
    const moved = isContinued && !isBlank && indent <= base ? `${' '.repeat(base + 1 - indent)}${line}` : line;
    if (!isContinued) {
      base = indent;
    }
    open = after(line, open);
    literal = !isContinued && open === CLOSED && BLOCK.test(line) ? indent : -1;
    return moved;
  });
  return lines.join('\n');
}

/** The head of a literal or folded text: its lines are no YAML. */
const BLOCK = /[:-][ \t]+(?:[!&][^ ]+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$/;

/** The state at the end of a line. */
function after(line: string, { quote, brackets }: Open): Open {
  let [inside, depth] = [quote, brackets];
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    const before = i === 0 ? ' ' : line[i - 1]!;
    if (inside !== '') {
      if (inside === '"' && char === '\\') {
        i += 1;
      } else if (char === inside) {
        inside = '';
      }
    } else if (char === '#' && /[ \t]/.test(before)) {
      break;
    } else if ((char === '"' || char === "'") && /[ \t[{,:]/.test(before)) {
      inside = char;
    } else if ((char === '{' || char === '[') && (depth > 0 || /[ \t]/.test(before))) {
      depth += 1;
    } else if ((char === '}' || char === ']') && depth > 0) {
      depth -= 1;
    }
  }
  return inside === '' && depth === 0 ? CLOSED : { quote: inside, brackets: depth };
}
