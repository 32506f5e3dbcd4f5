/** A node of the syntax tree (ESTree); positions are offsets in UTF-16 units. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, any>
>;

/** `replacement` replaces the text from `start` to `end`; `kind` names the operator. */
export type Change = {
  readonly kind: string;
  /** Start of the changed expression or statement; a test that never runs it cannot notice the change. */
  readonly place: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
};

const binaryOperators: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
};
const logicalOperators: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };
const assignmentOperators: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=', '??=': '=' };

const methodSwaps: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  findLastIndex: 'findIndex',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
  round: 'floor',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
  padStart: 'padEnd',
  padEnd: 'padStart',
};
/** A call of one of these methods is replaced by its receiver. */
const removedMethods = new Set(
  'filter sort toSorted reverse toReversed slice trim trimEnd trimStart replace replaceAll toWellFormed'.split(' '),
);
/** Numeric arguments of these are increased by one. */
const boundedMethods = new Set(['slice', 'at', 'subarray', 'substring', 'padEnd', 'padStart', 'max', 'min']);
const textTests = new Set(['startsWith', 'endsWith', 'includes']);

const isText = ({ type, value }: Node): boolean =>
  type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');
const isNumber = ({ type, value }: Node): boolean => type === 'Literal' && typeof value === 'number';

const nameOf = (callee: Node): string =>
  callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : '';

const whole = (kind: string, { start, end }: Node, replacement: string): Change => ({
  kind,
  place: start,
  start,
  end,
  replacement,
});
const raised = (node: Node): Change => whole('number', node, String(node.value + 1));
const emptied = (node: Node): Change => whole('text', node, "''");

/** Replaces an operator's token between its two operands. */
const operatorChange = (kind: string, node: Node, to: string, text: string): Change => {
  const start = text.indexOf(node.operator, node.left.end);
  return { kind, place: node.left.start, start, end: start + node.operator.length, replacement: to };
};

const binaryChanges = (node: Node, text: string): readonly Change[] => {
  const { operator, left, right } = node;
  const operands = [left, right];
  const isJoined = operator === '+' && operands.some(isText);
  const swaps = isJoined ? [] : (binaryOperators[operator] ?? []);
  return [
    ...swaps.map((to) => operatorChange('operator', node, to, text)),
    ...operands.filter(isNumber).map(raised),
    ...(/^[!=]==$/.test(operator) ? operands.filter((operand) => isText(operand) && operand.value !== '') : []).map(
      emptied,
    ),
  ];
};

const callChanges = (node: Node, text: string): readonly Change[] => {
  const { callee } = node;
  const name = nameOf(callee);
  const numbers = node.arguments.filter(isNumber) as readonly Node[];
  const texts = node.arguments.filter(isText) as readonly Node[];
  const swap = methodSwaps[name];
  return [
    ...(swap === undefined ? [] : [whole('method', callee.property, swap)]),
    ...(removedMethods.has(name)
      ? [whole('removed call', node, text.slice(callee.object.start, callee.object.end))]
      : []),
    ...(boundedMethods.has(name) ? numbers.map(raised) : []),
    ...(textTests.has(name) ? texts.map(emptied) : []),
  ];
};

const conditionChanges = (node: Node): readonly Change[] => {
  if (!node.test) return [];
  if (node.type === 'SwitchCase') return isText(node.test) ? [emptied(node.test)] : [];
  const isLoop = node.type === 'WhileStatement' || node.type === 'ForStatement';
  return (isLoop ? ['false'] : ['true', 'false']).map((value) => whole('condition', node.test, value));
};

const patternChanges = (node: Node): readonly Change[] => {
  const { pattern, flags } = node.regex as { readonly pattern: string; readonly flags: string };
  const anchors = [pattern.replace(/^\^/, ''), pattern.replace(/(?<!\\)\$$/, '')];
  const changed = [...anchors, pattern.replaceAll('(?<!', '(?<='), pattern.replaceAll('(?!', '(?=')];
  return [...new Set(changed)]
    .filter((one) => one !== pattern && one !== '')
    .map((one) => whole('pattern', node, `/${one}/${flags}`));
};

const removal = (node: Node): readonly Change[] => [whole('removed statement', node, ';')];

const operators: Readonly<Record<string, (node: Node, parent: Node | undefined, text: string) => readonly Change[]>> = {
  BinaryExpression: (node, _, text) => binaryChanges(node, text),
  LogicalExpression: (node, _, text) => [
    operatorChange('operator', node, logicalOperators[node.operator] as string, text),
  ],
  AssignmentExpression: (node, _, text) => {
    const to = assignmentOperators[node.operator];
    return [
      ...(to === undefined ? [] : [operatorChange('operator', node, to, text)]),
      ...(to !== undefined && isNumber(node.right) ? [raised(node.right)] : []),
    ];
  },
  UnaryExpression: (node, _, text) =>
    node.operator === '!' || node.operator === '-'
      ? [whole('negation', node, text.slice(node.argument.start, node.argument.end))]
      : [],
  UpdateExpression: (node, _, text) => [
    whole(
      'operator',
      node,
      text.slice(node.start, node.end).replace(/\+\+|--/, (own) => (own === '++' ? '--' : '++')),
    ),
  ],
  CallExpression: (node, _, text) => callChanges(node, text),
  MemberExpression: (node, _, text) => {
    if (!node.optional) return [];
    const start = text.indexOf('?.', node.object.end);
    return [
      {
        kind: 'optional chaining',
        place: node.object.start,
        start,
        end: start + 2,
        replacement: node.computed ? '' : '.',
      },
    ];
  },
  Literal: (node) => {
    if (typeof node.value === 'boolean') return [whole('boolean', node, String(!node.value))];
    return node.regex ? patternChanges(node) : [];
  },
  SpreadElement: (node, parent) => [whole('spread', node.argument, parent?.type === 'ObjectExpression' ? '{}' : '[]')],
  ArrowFunctionExpression: ({ body }) =>
    body.type === 'BlockStatement' || body.type === 'Literal' ? [] : [whole('result', body, 'undefined')],
  ReturnStatement: ({ argument }) =>
    argument && argument.type !== 'Literal' && argument.name !== 'undefined'
      ? [whole('result', argument, 'undefined')]
      : [],
  IfStatement: conditionChanges,
  ConditionalExpression: conditionChanges,
  WhileStatement: conditionChanges,
  ForStatement: conditionChanges,
  SwitchCase: conditionChanges,
  ExpressionStatement: removal,
  ThrowStatement: removal,
  ContinueStatement: removal,
};

/** The changes that each operator makes to a node. */
export const changesAt = (node: Node, parent: Node | undefined, text: string): readonly Change[] =>
  operators[node.type]?.(node, parent, text) ?? [];
