import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A PNG and a PDF as far as their bytes matter here: they are no text. */
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]);
const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff]);

const info = (loss: number) =>
  JSON.stringify({ shakes: { means: { loss_mean: loss }, stderrs: { loss_stderr: 0.1 } } });

const idea = (Name: string, novel: boolean) => ({
  Name,
  Title: `On ${Name}`,
  Experiment: `Shake the ${Name}.`,
  Interestingness: 7,
  Feasibility: 8,
  Novelty: 6,
  novel,
});

/** Names as keys, as the first AI Scientist writes its reviews. */
export const writtenReview = {
  Summary: 'It shakes toys.',
  Strengths: ['Honest.'],
  Weaknesses: ['Small.'],
  Originality: 3,
  Quality: 2,
  Clarity: 3,
  Significance: 2,
  Questions: [],
  Limitations: ['Toys.'],
  'Ethical Concerns': false,
  Soundness: 2,
  Presentation: 3,
  Contribution: 2,
  Overall: 4,
  Confidence: 4,
  Decision: 'Reject',
};

const notes = `# Title: On first
# Experiment description: Shake the first.
## Run 0: Baseline
Results: {'shakes': {'loss_mean': 2.0}}
Description: Baseline results.

## Run 1: Shaken once
It went down.

## Run 2: Shaken twice
It broke.

## Plot Descriptions
loss.png shows the loss.
`;

const transcript = `
# aider chat started at 2024-08-02 09:00:35

> Model: claude-3-5-sonnet-20240620 with diff edit format
#### > Tokens: 9 sent, 9 received. Cost: $9.00 request, $9.00 session.

> Tokens: 7,394 sent, 2,426 received. Cost: $0.06 request, $0.06 session.
> Tokens: 11k sent, 1.2k cache write, 2.5k received. Cost: $0.07 message, $0.13 session.
> Tokens: 100 sent, 10 received.
`;

const first = {
  'notes.txt': notes,
  'experiment.py': 'print(2)\n',
  'plot.py': 'print("plot")\n',
  'run_0/final_info.json': info(2),
  'run_1.py': 'print(1)\n',
  'run_1/final_info.json': info(1.5),
  'run_2.py': 'print(2)\n',
  'loss.png': png,
  'first.pdf': pdf,
  'first_improved.pdf': pdf,
  'review.txt': JSON.stringify(writtenReview),
  'review_improved.txt': JSON.stringify({ ...writtenReview, Overall: 5 }),
  'latex/template.tex': '\\title{On first}\n',
  '20240802_090035_first_aider.txt': transcript,
  'model.pt': Buffer.from([0]),
  '.env': 'KEY=1\n',
  'keys.txt': `the key is sk-${'a1'.repeat(24)}\n`,
};

const second = {
  'notes.txt': '# Title: On second\n',
  'run_0/final_info.json': info(2),
  'run_1.py': 'print(1)\n',
  'run_1/final_info.json': '{"shakes": {"means": {"loss": NaN}}}',
};

const write = async (folder: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
};

/**
 * Writes a folder of results in the layout of the first AI Scientist, `<folder>/toy/<time>_<idea>`: one idea with two
 * versions of a paper, one whose experiments failed, one that is not novel, and one that was not developed. Returns the
 * folder of the template.
 */
export const writeV1Results = async (folder: string): Promise<string> => {
  const place = join(folder, 'toy');
  await write(join(place, '20240802_090035_first'), first);
  await write(join(place, '20240803_101112_second'), second);
  const ideas = [idea('first', true), idea('second', true), idea('third', false), idea('fourth', true)];
  await write(place, { 'ideas.json': JSON.stringify(ideas) });
  await symlink('/etc/passwd', join(place, '20240802_090035_first', 'passwords.txt'));
  return place;
};
