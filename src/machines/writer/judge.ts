import * as z from 'zod';
import type { SectionName } from '../../events/vocabulary/paper.ts';
import { sectionNames } from '../../events/vocabulary/paper.ts';
import { type Reference, referenceFor } from '../../latex/bibliography.ts';
import { insertCitation } from '../../latex/insert.ts';
import { citedKeys } from '../../latex/scan.ts';
import { templateBibliography } from '../../latex/template.ts';
import { plainCharacters } from '../../latex/unicode.ts';
import { applyAnswer, skippedIn } from '../kit/edits/edits.ts';
import { type Judged, parseJsonAnswer } from '../kit/kit.ts';
import { type Context, citableKeys, editOptions, type Sections } from './context.ts';
import type { writer } from './manifest.ts';
import { sectionIn, sectionProblem } from './section-text.ts';
import { fileOf, sectionAt } from './sections.ts';

type Judgement = Judged<typeof writer>;

const titleSchema = z.object({ title: z.string().trim().min(5).max(300) });

export const judgeTitle = (answer: string): Judgement => {
  const parsed = parseJsonAnswer(answer, titleSchema);
  if ('complaint' in parsed) return parsed;
  const title = parsed.value.title.replace(/\s+/g, ' ').replace(/\\([%&#_])/g, '$1');
  if (/[\\${}]/.test(title)) return { complaint: 'The title must be plain text, without LaTeX commands or formulas.' };
  return { type: 'title.chosen', data: { title } };
};

const unique = (keys: readonly string[]): readonly string[] => [...new Set(keys)];

/** Rejects a rewrite that loses or invents citations. */
const lostOrInvented = (before: string, after: string, context: Context, mayDrop: boolean): string | undefined => {
  const known = citableKeys(context);
  const cited = citedKeys(after);
  const invented = unique(cited.filter((key) => !known.includes(key)));
  const lost = mayDrop ? [] : unique(citedKeys(before).filter((key) => known.includes(key) && !cited.includes(key)));
  if (invented.length > 0)
    return `There are no references with the keys ${invented.join(', ')}: remove those citations.`;
  if (lost.length > 0) return `The citations of ${lost.join(', ')} were lost: keep them with their statements.`;
  return undefined;
};

type Stage = 'draft' | 'refined' | 'refined-again' | 'revised';

export const judgeSection =
  (stage: Stage) =>
  (answer: string, context: Context): Judgement => {
    const { name } = sectionAt(context.cursor);
    const read = sectionIn(answer, context);
    if ('complaint' in read) return read;
    if (stage !== 'draft') {
      const complaint = lostOrInvented(context.sections[name] ?? '', read.text, context, stage === 'revised');
      if (complaint !== undefined) return { complaint };
    }
    return { type: 'section.drafted', data: { section: name, text: read.text, stage } };
  };

const citeSchema = z.object({
  query: z.string().trim().max(300).nullable(),
  reason: z.string().max(2000).default(''),
});

export const judgeCite = (answer: string, context: Context): Judgement => {
  const parsed = parseJsonAnswer(answer, citeSchema);
  if ('complaint' in parsed) return parsed;
  const { query, reason } = parsed.value;
  return { type: 'citation.queried', data: { round: context.round, query: query || null, reason } };
};

const chooseSchema = z.object({
  insertions: z.array(z.object({ paper: z.number().int(), section: z.string(), after: z.string() })).max(20),
});

const citable = (name: string): SectionName | undefined =>
  sectionNames.find((section) => section !== 'abstract' && section === name.replace(/\.tex$/, ''));

type Citing = {
  readonly sections: Sections;
  readonly added: readonly Reference[];
  readonly skipped: readonly string[];
};

const insertOne = (
  state: Citing,
  insertion: z.infer<typeof chooseSchema>['insertions'][number],
  context: Context,
): Citing => {
  const skip = (problem: string): Citing => ({ ...state, skipped: [...state.skipped, problem] });
  const paper = context.papers[insertion.paper - 1];
  if (paper === undefined) return skip(`paper ${insertion.paper} is not one of the ${context.papers.length} found`);
  const section = citable(insertion.section);
  if (section === undefined) return skip(`"${insertion.section.slice(0, 40)}" is not a section that may cite`);
  const had = [...context.references, ...state.added];
  const reference = referenceFor(paper, had, templateBibliography(context.started.template.latex).entries);
  const text = state.sections[section] ?? context.sections[section] ?? '';
  const inserted = insertCitation(text, insertion.after, reference.key);
  if ('problem' in inserted) return skip(`${section}: ${inserted.problem}`);
  return {
    ...state,
    sections: { ...state.sections, [section]: inserted.text },
    added: had.includes(reference) ? state.added : [...state.added, reference],
  };
};

/** Inserts every citation it can; the answer is rejected only if it can insert none. */
export const judgeChoice = (answer: string, context: Context): Judgement => {
  const parsed = parseJsonAnswer(answer, chooseSchema);
  if ('complaint' in parsed) return parsed;
  const nothing: Citing = { sections: {}, added: [], skipped: [] };
  const { sections, added, skipped } = parsed.value.insertions.reduce<Citing>(
    (state, insertion) => insertOne(state, insertion, context),
    nothing,
  );
  if (skipped.length > 0 && Object.keys(sections).length === 0) {
    return { complaint: `Nothing could be inserted: ${skipped.join('; ')}. Correct this, or give an empty list.` };
  }
  return { type: 'citation.added', data: { round: context.round, references: added, sections, skipped } };
};

/** Applies the edits to the sections; the recorded event holds the whole new text of each changed section. */
export const judgeFix = (answer: string, context: Context): Judgement => {
  const files = Object.fromEntries(
    Object.entries(context.sections).map(([name, text]) => [fileOf(name as SectionName), text]),
  );
  const applied = applyAnswer(files, answer, editOptions(context));
  if ('complaint' in applied && !applied.unchanged) return applied;
  const after = 'files' in applied ? applied.files : files;
  const changed = Object.entries(context.sections).flatMap(([name, before]) => {
    const text = plainCharacters(after[fileOf(name as SectionName)] ?? before).trim();
    return text === before ? [] : [[name, text] as const];
  });
  const problem = changed.map(([name, text]) => sectionProblem(text, `${name}.tex`)).find((one) => one !== undefined);
  if (problem !== undefined) return problem;
  const skipped = 'files' in applied ? skippedIn(applied) : {};
  return { type: 'paper.fixed', data: { round: context.fixes, sections: Object.fromEntries(changed), ...skipped } };
};
