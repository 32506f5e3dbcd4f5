import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { jsonSchemas } from '../../../src/cli/json-schemas.ts';
import { createProgramHome, type ProgramHome } from '../../support/program.ts';

/** Each template is tried with the real sandbox and LaTeX. */
const head = `import argparse, json, os
parser = argparse.ArgumentParser()
parser.add_argument("--out_dir", default="run_0")
args = parser.parse_args()
os.makedirs(args.out_dir, exist_ok=True)
`;
const writing = (info: string): string =>
  `${head}json.dump(${info}, open(os.path.join(args.out_dir, "final_info.json"), "w"))\n`;
/** The smallest PNG that LaTeX and viewers accept, so that no plotting library is needed. */
const plot = `import base64
png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
open("bars.png", "wb").write(base64.b64decode(png))
`;

let home: ProgramHome;
let folder: string;

before(async () => {
  home = await createProgramHome();
  folder = await mkdtemp(join(tmpdir(), 'template-check-'));
});
after(async () => {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;
const templateOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  count += 1;
  const place = join(folder, `own-${count}`);
  const all = { 'plot.py': plot, 'prompt.json': '{"system": "s", "task_description": "t"}', ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  return place;
};

const check = async (files: Readonly<Record<string, string>>, ...options: readonly string[]) =>
  home.run(['template', 'check', await templateOf(files), ...options]);

const partly = writing(`{"d": {"means": {"loss": 0.1, "steps_to_95": None}, "stderrs": {"loss": 0.02}}}`);

test('a template that works is ready: what was measured, what was not kept, which directions are guessed', async () => {
  const { code, stdout } = await check({ 'experiment.py': partly });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /figures +bars\.png/);
  assert.match(stdout, /paper +template\.tex compiles with a dummy text/);
  assert.match(stdout, /not kept +1 part.*d\.means\.steps_to_95 \(null, which is not a number\)/);
  assert.match(stdout, /^d +loss +0\.1.*lower \(guessed\)$/m);
  assert.match(stdout, /The template is ready: .*run /);
});

test('as data, it has the form that docs/schema gives, and a direction that a person gave is not guessed', async () => {
  const { code, stdout } = await check({ 'experiment.py': partly }, '--metric', 'loss=higher', '--json');
  assert.equal(code, 0, stdout);
  const read = jsonSchemas.template.schema.parse(JSON.parse(stdout));
  assert.deepEqual(read.measured, [
    { dataset: 'd', metric: 'loss', mean: 0.1, stderr: 0.02, better: 'higher', isGuessed: false },
  ]);
});

test('code that writes to run_0 whatever it is told is refused', async () => {
  const careless = `${head}os.makedirs("run_0", exist_ok=True)\njson.dump({"d": {"means": {"loss": 1}}}, open("run_0/final_info.json", "w"))\n`;
  const { code, stdout } = await check({ 'experiment.py': careless });
  assert.equal(code, 1);
  assert.match(stdout, /no_result_file: .*wrote no baseline\/final_info\.json, in the folder that --out_dir names/);
});

test('a missing package is shown as Python says it', async () => {
  const { code, stdout } = await check({ 'experiment.py': `import not_there\n${partly}` });
  assert.equal(code, 1);
  assert.match(stdout, /ModuleNotFoundError: No module named 'not_there'/);
});

const preamble = (lines: string): string =>
  `\\documentclass{article}\n${lines}\n\\title{TITLE HERE}\n\\begin{document}\n\\maketitle\n\\begin{abstract}\nABSTRACT HERE\n\\end{abstract}\n\\bibliographystyle{plain}\n\\bibliography{references}\n\\end{document}\n`;

test('a template.tex that cannot be compiled refuses the template; the packages of published templates are there', async () => {
  const published = '\\usepackage{algorithm,algorithmicx,algpseudocode,graphicx,natbib}';
  const good = await check({ 'experiment.py': partly, 'latex/template.tex': preamble(published) });
  assert.equal(good.code, 0, good.stdout);
  const bad = await check({ 'experiment.py': partly, 'latex/template.tex': preamble('\\usepackage{not-there}') });
  assert.equal(bad.code, 1);
  assert.match(bad.stdout, /unusable_paper: template\.tex does not compile with a dummy text: .*not-there\.sty/);
});

test('no paid call is made for a template that cannot be compiled', async () => {
  const broken = await templateOf({
    'experiment.py': partly,
    'latex/template.tex': preamble('\\usepackage{not-there}'),
  });
  await cp(join(import.meta.dirname, '../../../templates/grokking/playbook'), join(broken, 'playbook'), {
    recursive: true,
  });
  const checked = await home.run(['template', 'check', broken]);
  assert.equal(checked.code, 1, 'its baseline must not be taken over');
  const { code, stdout } = await home.run(['run', broken, '--ideas', '1']);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /baseline\.failed: unusable_paper: template\.tex does not compile/);
  assert.doesNotMatch(stdout, /idea-1/);
});
