/** The parts of an idea's notes: its title, and for each experiment the heading and what is written below it. */
export type Notes = {
  readonly title: string;
  readonly runs: ReadonlyMap<number, { readonly description: string; readonly text: string }>;
};

const title = /^# Title: (.{1,300})$/m;
const heading = /^## Run (\d{1,2})\b[:. -]{0,3}(.{0,300})$/;

export const readNotes = (text: string): Notes => {
  const runs = new Map<number, { description: string; text: string }>();
  let open: { description: string; text: string } | undefined;
  for (const line of text.split('\n')) {
    const [, run, description = ''] = heading.exec(line) ?? [];
    if (run !== undefined) {
      open = { description: description.trim(), text: '' };
      runs.set(Number(run), open);
    } else if (line.startsWith('## ') || line.startsWith('# ')) open = undefined;
    else if (open !== undefined) open.text += `${line}\n`;
  }
  for (const run of runs.values()) run.text = run.text.trim();
  return { title: title.exec(text)?.[1]?.trim() ?? '', runs };
};
