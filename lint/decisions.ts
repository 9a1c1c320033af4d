import type { Rule } from 'eslint';

type Node = Rule.Node;

const COMPARISONS = ['===', '!==', '==', '!=', '<', '<=', '>', '>=', 'in', 'instanceof'];
/** Methods whose answer hangs on the texts in them. */
const TESTS = [
  'includes',
  'startsWith',
  'endsWith',
  'indexOf',
  'lastIndexOf',
  'test',
  'exec',
  'match',
  'has',
  'search',
];
/** Methods that take a predicate. */
const PREDICATES = ['filter', 'find', 'findIndex', 'findLast', 'some', 'every'];

/** Calls `decide` with each expression that decides something: a condition, a comparison, a test, a predicate, a table. */
export function onDecisions(decide: (...expressions: readonly Node[]) => void): Rule.RuleListener {
  const test = ({ test: condition }: { test?: unknown }): void => decide(...nodes(condition));
  return {
    IfStatement: test,
    ConditionalExpression: test,
    WhileStatement: test,
    DoWhileStatement: test,
    ForStatement: test,
    SwitchCase: test,
    SwitchStatement: ({ discriminant }) => decide(...nodes(discriminant)),
    LogicalExpression: ({ operator, left }) => operator !== '??' && decide(...nodes(left)),
    UnaryExpression: ({ operator, argument }) => operator === '!' && decide(...nodes(argument)),
    BinaryExpression: ({ operator, left, right }) => COMPARISONS.includes(operator) && decide(...nodes(left, right)),
    MemberExpression: ({ computed, object, property }) =>
      computed && property.type !== 'Literal' && decide(...nodes(object)),
    CallExpression: (node) => decide(...ofCall(node)),
  };
}

/** True for a call that decides, whose texts are therefore names and not messages. */
export function isTest(node: Node): boolean {
  return node.type === 'CallExpression' && TESTS.includes(methodOf(node) ?? '');
}

function ofCall(node: Node): Node[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') {
    return [];
  }
  if (isTest(node)) {
    return nodes(node.callee.object, ...node.arguments);
  }
  const predicate = node.arguments[0];
  if (predicate === undefined || !PREDICATES.includes(methodOf(node) ?? '')) {
    return [];
  }
  return nodes(predicate.type === 'ArrowFunctionExpression' ? predicate.body : predicate);
}

function methodOf(node: Node): string | undefined {
  const callee = node.type === 'CallExpression' ? node.callee : undefined;
  return callee?.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : undefined;
}

const nodes = (...all: readonly unknown[]): Node[] =>
  all.filter((node) => node !== undefined && node !== null) as Node[];
