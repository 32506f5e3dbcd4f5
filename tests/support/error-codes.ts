import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Codes that are put together, and where their parts are found. */
const families: Readonly<Record<string, { readonly file: RegExp; readonly part: RegExp }>> = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the source's own text
  'roster.${reason}': { file: /^actors\/roster\.ts$/, part: /fail\(\s*'([a-z_]+)'/g },
  'budget.${over}': { file: /^machines\/director\/budget\.ts$/, part: /(?:\[|, )'([a-z]+)'(?=[^\n]* as const)/g },
  '${area}.unavailable': {
    file: /^adapters\/broker\/nats\//,
    part: /(?:\.request|ensureStream)\((?:[\w.#]+, )?'([a-z]+)'/g,
  },
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the source's own text
};

const rules = Object.entries(families);

const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const literal = /['`]([a-z][a-z-]*\.[a-z][a-z_]*)(?:['`]|: )/g;
const template = /(?:CodedError\(|failure\(|\bcode:)\s*`([^`]+)`/g;
const purpose = /purpose: '([^']+)'/g;
/** The steps that the playbook answers: name and function. */
const answeredStep = /^ {2}'([a-z]+\.[a-z]+)': (?:\w+\.\w+,|\()/gm;
const definedType = /^ {2}'([a-z-]+\.[a-z-]+)': \{/gm;
/** States within others, in the machines of roles. */
const innerState = /^ {4}'([a-z]+\.[a-z]+)': \{/gm;
const fileName =
  /\.(?:[cm]?[jt]s|jsonl?|py|tex|bib|bst|cls|sty|fmt|log|pid|lock|list|conf|txt|md|html|css|png|pdf|svg|npy)$/;

const all = (texts: Iterable<string>, pattern: RegExp): readonly string[] =>
  [...texts].flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));

const expand = ([family, rule]: (typeof rules)[number], texts: ReadonlyMap<string, string>): readonly string[] => {
  const parts = all(
    [...texts].filter(([path]) => rule.file.test(path)).map(([, text]) => text),
    rule.part,
  );
  if (parts.length === 0) throw new Error(`no part of ${family} is found: correct the list of families`);
  return parts.map((part) => family.replace(/\$\{\w+\}/, part));
};

/** Every code in src: literals of the form `area.reason` that are no event type, no purpose and no file name. */
export const codesInSource = async (): Promise<readonly string[]> => {
  const paths = (await readdir(source, { recursive: true })).filter((path) => path.endsWith('.ts'));
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, (await readFile(`${source}${path}`, 'utf8')).replace(comment, ''));
  const none = new Set(
    [definedType, purpose, answeredStep, innerState].flatMap((pattern) => all(texts.values(), pattern)),
  );
  const literals = all(texts.values(), literal).filter((code) => !none.has(code) && !/^(?:xstate|result)\./.test(code));
  const unknown = all(texts.values(), template).filter((family) => families[family] === undefined);
  if (unknown.length > 0) throw new Error(`codes are put together in a new way: ${unknown.join(', ')}`);
  const expanded = rules.flatMap((rule) => expand(rule, texts));
  return [...new Set([...literals.filter((code) => !fileName.test(code)), ...expanded])].sort();
};
