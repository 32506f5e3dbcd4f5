import type { Event } from '../envelope.ts';
import { rootScope, workScope } from '../id.ts';
import type { Tree } from '../tree.ts';
import { isKnown } from '../vocabulary/known.ts';

/** The paper of an idea, as far as it is written. */
export type Draft = {
  readonly title: string;
  /** In LaTeX without headings, in the order of their first drafts. */
  readonly sections: Readonly<Record<string, string>>;
};

const ofWork = (events: readonly Event[], scope: string): readonly Event[] => {
  const work = workScope(scope);
  return work === rootScope ? [] : events.filter((event) => workScope(event.scope) === work);
};

const text = (content: string) => ({ text: content });

const changeFiles = (files: Tree, event: Event): Tree => {
  if (!isKnown(event)) return files;
  const { type, data } = event;
  switch (type) {
    case 'code.edited': {
      const modules = Object.entries(data.modules ?? {}).map(([name, content]) => [name, text(content)] as const);
      return { ...files, ...Object.fromEntries(modules), [data.file]: text(data.text) };
    }
    case 'plot.edited':
      return { ...files, [data.file]: text(data.text) };
    case 'experiment.completed':
      return { ...files, ...data.outputs };
    case 'plot.completed':
      return { ...files, ...data.figures };
    case 'note.written': {
      const notes = files['notes.txt'];
      const before = notes !== undefined && 'text' in notes ? `${notes.text}\n\n` : '';
      return { ...files, 'notes.txt': text(`${before}## Run ${data.run}\n${data.text}`) };
    }
    case 'idea.imported':
      return { ...files, ...data.files };
    case 'coding.finished':
      return { ...files, ...data.code, 'notes.txt': text(data.notes) };
    default:
      return files;
  }
};

/** Returns the files of a scope's idea after these events, including the template's. */
export const workspaceOf = (events: readonly Event[], scope: string): Tree => {
  const [first] = events;
  const template =
    first !== undefined && isKnown(first) && first.type === 'run.started' ? first.data.template.workspace : {};
  return ofWork(events, scope).reduce(changeFiles, template);
};

const blank: Draft = { title: '', sections: {} };

const changeDraft = (draft: Draft, event: Event): Draft => {
  if (!isKnown(event)) return draft;
  const { type, data } = event;
  switch (type) {
    case 'coding.finished':
      return blank;
    case 'title.chosen':
      return { ...draft, title: data.title };
    case 'section.drafted':
      return { ...draft, sections: { ...draft.sections, [data.section]: data.text } };
    case 'citation.added':
    case 'paper.fixed':
      return { ...draft, sections: { ...draft.sections, ...data.sections } };
    default:
      return draft;
  }
};

/** Returns the paper of a scope's idea after these events. */
export const draftOf = (events: readonly Event[], scope: string): Draft =>
  ofWork(events, scope).reduce(changeDraft, blank);
