import { viewOf } from '../../events/projections/progress-view.ts';
import { plural } from '../../text/quantities.ts';
import { type Row, rowText } from '../../text/row.ts';
import { eventRow } from '../../text/sentence.ts';
import { headerRows } from './header.ts';
import { activityRow, ideaRows } from './idea-rows.ts';
import type { View } from './state.ts';

const tailRows = 8;

/** If not all ideas fit, those under way come first, then those that ended last. */
const fittingIdeas = (blocks: readonly { readonly rows: readonly Row[]; readonly isOver: boolean }[], room: number) => {
  const wanted = blocks.map((block, index) => ({ ...block, index }));
  const byNeed = [...wanted.filter(({ isOver }) => !isOver), ...wanted.filter(({ isOver }) => isOver).reverse()];
  let left = room;
  const chosen = byNeed.filter(({ rows }) => {
    const fits = rows.length <= left;
    if (fits) left -= rows.length;
    return fits;
  });
  const shown = chosen.sort((one, other) => one.index - other.index).flatMap(({ rows }) => rows);
  const hidden = blocks.length - chosen.length;
  return hidden === 0 ? shown : [...shown, [[`     … and ${plural(hidden, 'idea')} more`, 'dim']] as Row];
};

/** One frame: at most `rows` lines of at most `columns` columns. `present` is a time in RFC 3339. */
export const render = (view: View, columns: number, rows: number, present: string): string[] => {
  const now = view.isDead ? view.progress.at : present;
  const progress = viewOf(view.progress, now);
  const entries = new Map(view.progress.archive.ideas.map((entry) => [entry.scope, entry]));
  const header = headerRows(view, progress);
  const outside = view.progress.activities
    .filter(({ scope }) => !scope.startsWith('idea-'))
    .map((activity) => activityRow(activity, view, now));
  const blocks = progress.ideas.flatMap((idea) => {
    const entry = entries.get(idea.scope);
    return entry === undefined ? [] : [{ rows: ideaRows(idea, entry, view, now), isOver: entry.outcome !== null }];
  });
  const tail = view.tail.slice(-tailRows).map(eventRow);
  const above = [...header, [], ...outside];
  const room = rows - above.length - Math.min(tail.length, 3) - 2;
  const body = [...above, ...fittingIdeas(blocks, Math.max(0, room)), []];
  const kept = Math.max(0, rows - body.length);
  const lines = [...body.slice(0, rows), ...(kept === 0 ? [] : tail.slice(-kept))];
  return lines.map((row) => rowText(row, columns, view.colour));
};
