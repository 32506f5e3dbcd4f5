import type { Event } from '../envelope.ts';
import { scopeKind, workScope } from '../id.ts';
import { isKnown, type KnownEvent } from '../vocabulary/known.ts';
import type { Mark } from './archive-entry.ts';

/** The events that show how far an idea came, null for what it did not reach: a report counts these. */
export type Evidence = {
  readonly proposed: Mark | null;
  /** It was judged novel. */
  readonly novel: Mark | null;
  /** Its first experiment that completed. */
  readonly passed: Mark | null;
  /** The first version of its paper. */
  readonly paper: Mark | null;
  /** The last verdict. */
  readonly reviewed: Mark | null;
};

export const noEvidence: Evidence = { proposed: null, novel: null, passed: null, paper: null, reviewed: null };

type Imported = KnownEvent<'idea.imported'>;

/** An imported idea is one event; its marks have the time at which its development began, if that is known. */
const ofImport = ({ id, time, data }: Imported): Evidence => {
  const mark = { id, time: data.at ?? time };
  const when = (is: boolean): Mark | null => (is ? mark : null);
  return {
    proposed: mark,
    novel: when(data.novel === true),
    passed: when(data.runs.some(({ run, results }) => run > 0 && results !== null)),
    paper: when(data.papers.length > 0),
    reviewed: when(data.score !== null),
  };
};

const step = (evidence: Evidence, event: Event): Evidence => {
  if (!isKnown(event)) return evidence;
  const mark = { id: event.id, time: event.time };
  switch (event.type) {
    case 'idea.drafted':
    case 'paper.submitted':
      return { ...evidence, proposed: evidence.proposed ?? mark };
    case 'idea.judged':
      return event.data.novel ? { ...evidence, novel: mark } : evidence;
    case 'experiment.completed':
      return { ...evidence, passed: evidence.passed ?? mark };
    case 'paper.compiled':
      return { ...evidence, paper: evidence.paper ?? mark };
    case 'paper.reviewed':
      return { ...evidence, reviewed: mark };
    case 'idea.imported':
      return ofImport(event);
    default:
      return evidence;
  }
};

/** Scope of an idea -> its evidence. */
export const evidenceOf = (events: readonly Event[]): ReadonlyMap<string, Evidence> => {
  const byScope = new Map<string, Evidence>();
  for (const event of events) {
    const scope = workScope(event.scope);
    if (scopeKind(scope) !== 'idea' || event.scope !== scope) continue;
    const before = byScope.get(scope) ?? noEvidence;
    const after = step(before, event);
    if (after !== before) byScope.set(scope, after);
  }
  return byScope;
};
