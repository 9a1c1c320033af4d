import type { ESLint, Rule, SourceCode } from 'eslint';
import { isTest, onDecisions } from './decisions';
import { versionOf } from './version';

type Node = Rule.Node;

const BECAUSE =
  '\'{{name}}\' decides by the name of a cloud: ask the platform, or make it a fact of the catalogue, of a connection or of a platform (ARCHITECTURE.md, "Rooms")';

/**
 * Refuses texts and names that name a cloud where something is decided, and constants of the same file that hold one.
 * Option: the words that name a cloud, in lower case. A text elsewhere (a message, a value, a type) is no decision.
 */
const noCloudNames: Rule.RuleModule = {
  meta: {
    type: 'problem',
    messages: { decides: BECAUSE },
    schema: [{ type: 'array', items: { type: 'string' } }],
  },
  create: (context) => {
    const words = context.options[0] as readonly string[];
    const seen = new Set<unknown>();
    return onDecisions((...expressions) => {
      for (const { node, name } of expressions.flatMap((one) => named(one, words, context.sourceCode))) {
        if (!seen.has(node)) {
          seen.add(node);
          context.report({ node, messageId: 'decides', data: { name } });
        }
      }
    });
  },
};

interface Named {
  readonly node: Node;
  readonly name: string;
}

function named(node: Node, words: readonly string[], code: SourceCode, trail: readonly Node[] = []): Named[] {
  const text = textOf(node);
  if (text !== undefined && namesCloud(text, words) && !isMessage(node, text)) {
    return [{ node, name: text }];
  }
  const constant = node.type === 'Identifier' ? constantOf(node, code) : undefined;
  if (constant !== undefined && !trail.includes(constant)) {
    return named(constant, words, code, [...trail, constant])
      .slice(0, 1)
      .map(({ name }) => ({ node, name: `${text} = ${name}` }));
  }
  return childrenOf(node, code).flatMap((child) => named(child, words, code, trail));
}

/** Text of a literal, a piece of a template, a pattern or a name. */
function textOf(node: Node): string | undefined {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? node.regex.pattern : typeof node.value === 'string' ? node.value : undefined;
    case 'TemplateElement':
      return node.value.raw;
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name;
    default:
      return undefined;
  }
}

/** True when a word of the text begins with one of the words; a word ends at a sign, a digit or a change of case. */
function namesCloud(text: string, words: readonly string[]): boolean {
  const parts = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return parts.some((part) => words.some((word) => part.startsWith(word)));
}

/** True for a sentence as an argument: a message, which decides nothing. */
function isMessage(node: Node, text: string): boolean {
  const { parent } = node.type === 'TemplateElement' ? (node.parent as Node) : node;
  return node.type !== 'Identifier' && /\s/.test(text) && parent?.type === 'CallExpression' && !isTest(parent as Node);
}

/** Value of a constant of this file, if it is data: a text, a pattern, a list, a set, a table, a member of one. */
function constantOf(node: Node, code: SourceCode): Node | undefined {
  const reference = code.getScope(node).references.find(({ identifier }) => identifier === node);
  const definition = reference?.resolved?.defs[0];
  if (definition?.type !== 'Variable' || definition.parent.kind !== 'const') {
    return undefined;
  }
  const init = bare(definition.node.init as Node | null);
  return init !== undefined && isData(init) ? init : undefined;
}

function isData(node: Node): boolean {
  return node.type === 'NewExpression'
    ? node.callee.type === 'Identifier' && /^(Set|Map)$/.test(node.callee.name)
    : ['Literal', 'TemplateLiteral', 'ArrayExpression', 'ObjectExpression', 'MemberExpression'].includes(node.type);
}

/** `x` of `x as const` and `x satisfies T`. */
function bare(node: Node | null): Node | undefined {
  return node !== null && 'expression' in node && node.type.startsWith('TS')
    ? bare(node.expression as Node)
    : (node ?? undefined);
}

/** Parts that are worth something when the code runs: no types, no bodies of functions, no values of a table. */
function childrenOf(node: Node, code: SourceCode): Node[] {
  const keys = node.type === 'Property' ? ['key'] : (code.visitorKeys[node.type] ?? []);
  return keys
    .flatMap((key) => (node as unknown as Record<string, Node | readonly Node[] | null>)[key] ?? [])
    .filter(
      (child): child is Node => child !== null && !/^(TS(Type|.*(Type|Keyword)$)|BlockStatement$)/.test(child.type),
    );
}

/** The rule as a plugin. */
export const cloudNames: ESLint.Plugin = {
  meta: { name: 'cloud-names', version: versionOf('no-cloud-names.ts', 'decisions.ts') },
  rules: { 'no-decision': noCloudNames },
};
