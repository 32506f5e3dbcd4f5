import type { Files } from '../../src/machines/kit/edits/edits.ts';

/** A form in which a model might write an edit, and the expected result: `gives`, the changed files, or `complaint`, its text. */
export type EditCase = {
  readonly name: string;
  readonly files?: Files;
  readonly answer: string;
  readonly gives?: Files;
  readonly complaint?: RegExp;
  /** Files that changes are left out for. */
  readonly skipped?: readonly string[];
};

export const script = `import argparse
import json

def train(lr, steps):
    loss = 1.0
    for step in range(steps):
        loss = loss * (1 - lr)
    return loss

def evaluate(model):
    if model:
        return 1.0

    return 0.0

if __name__ == "__main__":
    out_dir = argparse.ArgumentParser()
    lr = 0.1
    print(train(lr, 10))
`;

export const plot = `import matplotlib
labels = {"run_0": "baseline"}
print(labels)
`;

export const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;

export const fenced = (body: string, label = 'python', fence = '```'): string => `${fence}${label}\n${body}\n${fence}`;

export const slower = block('    lr = 0.1', '    lr = 0.01');

/** The script with one passage replaced. */
export const withChange = (from: string, to: string, text = script): string => {
  if (!text.includes(from)) throw new Error(`not in the text: ${from}`);
  return text.replace(from, () => to);
};

export const isSlower = { 'experiment.py': withChange('lr = 0.1', 'lr = 0.01') };
export const both = { 'experiment.py': script, 'plot.py': plot };
