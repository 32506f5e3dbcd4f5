import type { ArchiveEntry } from '../../events/projections/archive.ts';
import type { Activity } from '../../events/projections/progress.ts';
import type { Bar, IdeaProgress } from '../../events/projections/progress-view.ts';
import { millisecondsOf } from '../../events/time.ts';
import { plain } from '../../text/clean.ts';
import { dollarsText, durationText, gauge, numberText, shareText } from '../../text/quantities.ts';
import type { Row, Span, Style } from '../../text/row.ts';
import { padded } from '../../text/width.ts';
import { type Pulse, questionOf, type View } from './state.ts';

const kinds: Readonly<Record<string, string>> = {
  model: 'asks the model',
  search: 'searches the literature',
  experiment: 'runs code',
  typeset: 'compiles',
};

const doing = ({ kind, key }: Activity, entry: ArchiveEntry | undefined): string => {
  const verb = kinds[kind] ?? kind;
  if (kind === 'experiment' && key === 'plot') return 'draws the figures';
  if (kind === 'experiment' && key === 'experiment') {
    const run = entry?.runs.findLast(({ results }) => results === null)?.run;
    return run === undefined ? 'runs the baseline' : `runs experiment ${run}`;
  }
  return key === kind || key === '' ? verb : `${verb}: ${key.replaceAll(/[_-]/g, ' ')}`;
};

const pulseSpans = (pulse: Pulse | undefined): readonly Span[] =>
  pulse === undefined
    ? []
    : [
        ...(pulse.fraction === null
          ? []
          : ([
              [`  ${gauge(pulse.fraction, 10)} `, 'cyan'],
              [shareText(pulse.fraction), 'cyan'],
            ] as const)),
        [pulse.use === '' ? '' : `  ${pulse.use}`, 'dim'],
        [pulse.line === '' ? '' : `  ${pulse.line}`, 'dim'],
      ];

/** A small model reads a long prompt for minutes before its first word. */
const readingSpans = (activity: Activity, view: View): readonly Span[] => {
  if (activity.kind !== 'model' || view.live[activity.task]?.hasWords) return [];
  const lastMs = view.firstWordMs[questionOf(activity)];
  const last = lastMs === undefined ? '' : `, last time ${durationText(lastMs)}`;
  return [[`  reading, no word yet${last}`, 'dim']];
};

/** One line per task under way: role, activity, elapsed time, and its last output. */
export const activityRow = (activity: Activity, view: View, now: string, entry?: ArchiveEntry): Row => {
  const { role, scope, since, attempt, task } = activity;
  const place = scope.includes('.') ? ` ${scope.slice(scope.indexOf('.') + 1)}` : '';
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  return [
    ['     › ', 'dim'],
    [`${role}${place} `, 'blue'],
    [`${doing(activity, entry)}${again} `],
    [durationText(millisecondsOf(now) - millisecondsOf(since)), 'yellow'],
    ...readingSpans(activity, view),
    ...pulseSpans(view.live[task]),
  ];
};

const words: Readonly<Record<Bar['name'], string>> = {
  proposal: 'idea',
  novelty: 'novelty',
  experiments: 'runs',
  figures: 'plots',
  paper: 'paper',
  review: 'reviews',
};

/** States in which a stage is under way before it has anything to count. */
const beginnings: Readonly<Partial<Record<Bar['name'], ArchiveEntry['state']>>> = {
  proposal: 'drafting',
  novelty: 'proposed',
  experiments: 'experimenting',
  figures: 'plotting',
  paper: 'writing',
  review: 'reviewing',
};

const stage = ({ name, done, expected, complete }: Bar, state: ArchiveEntry['state']): Span => {
  if (complete) return [`✓ ${words[name]}`, 'green'];
  if (done === 0 && beginnings[name] !== state) return [`· ${words[name]}`, 'dim'];
  return [`▸ ${words[name]} ${done}/${expected}`, 'yellow'];
};

/** idea → novelty → code → runs → plots → paper → compile → reviews; code and compile have no count. */
const stages = (bars: readonly Bar[], entry: ArchiveEntry): readonly Span[] => {
  const spans = bars.map((bar) => stage(bar, entry.state));
  const reached = (name: ArchiveEntry['state']) => entry.times[name] !== undefined;
  const step = (word: string, isDone: boolean, isNow: boolean): Span =>
    isDone ? [`✓ ${word}`, 'green'] : isNow ? [`▸ ${word}`, 'yellow'] : [`· ${word}`, 'dim'];
  spans.splice(2, 0, step('code', reached('experimenting'), entry.state === 'coding'));
  spans.splice(6, 0, step('compile', entry.papers.length > 0, entry.state === 'compiling'));
  return spans.flatMap((span, index): Span[] => (index === 0 ? [span] : [[' '], span]));
};

const outcomeStyles: Readonly<Record<string, Style>> = { reviewed: 'green', failed: 'red', 'not-novel': 'yellow' };

const ending = ({ outcome, score, reason }: ArchiveEntry): readonly Span[] => [
  [(outcome ?? '').replaceAll('-', ' '), outcomeStyles[outcome ?? ''] ?? 'yellow'],
  ...(score === null ? [] : ([[`  score ${numberText(score)}`, 'bold']] as const)),
  [reason === '' ? '' : `  ${plain(reason)}`, 'dim'],
];

/** Two lines per idea; while it is under way, one more for each activity. */
export const ideaRows = (idea: IdeaProgress, entry: ArchiveEntry, view: View, now: string): readonly Row[] => {
  const { dollars, unpriced } = idea.cost;
  const money: readonly Span[] = dollars > 0 || unpriced > 0 ? [[`  ${dollarsText(idea.cost)}`, 'yellow']] : [];
  const head: Row = [
    [`${String(entry.number).padStart(3)}  `, 'bold'],
    [`${gauge(idea.fraction, 12)} `, entry.outcome === null ? 'cyan' : (outcomeStyles[entry.outcome] ?? 'yellow')],
    [`${padded(shareText(idea.fraction), 5, 'right')}  `],
    [plain(idea.name) || 'a new idea', 'bold'],
    ...money,
    [idea.title === '' ? '' : `  ${plain(idea.title)}`, 'dim'],
  ];
  if (entry.outcome !== null) return [head, [['     '], ...ending(entry)]];
  return [head, [['     '], ...stages(idea.bars, entry)], ...idea.now.map((one) => activityRow(one, view, now, entry))];
};
