import { schemaName, versionOf } from '../../../events/envelope.ts';
import { cleanLine } from '../../../text/clean.ts';
import { gauge } from '../../../text/quantities.ts';
import { type Row, rowText } from '../../../text/row.ts';
import { sentenceOf } from '../../../text/sentence.ts';
import { folded } from '../../../text/width.ts';
import type { Document } from './documents.ts';
import { hints } from './help.ts';
import { overviewLines, type Shown } from './overview.ts';
import type { Entry, Stepper } from './state.ts';

const headHeight = 5;
const footHeight = 1;

/** Number of a pane's lines that fit below the head. */
export const roomOf = (rows: number): number => Math.max(1, rows - headHeight - footHeight);

const headRows = ({ run, total, step }: Shown): readonly Row[] => {
  const { event, sequence, divergence } = step;
  const parted = divergence === undefined ? '' : `  DIVERGED at event ${divergence.sequence}`;
  return [
    [[run, 'bold'], [`  event ${sequence} of ${total}  `], [gauge(sequence / total, 12), 'cyan'], [parted, 'red']],
    [
      [event.id, 'bold'],
      [`  ${schemaName(event.type, versionOf(event))}`, 'yellow'],
      [`  ${event.time}`, 'dim'],
    ],
    [
      [`scope ${event.scope}  role ${event.role}  cause `, 'dim'],
      [event.causationid === event.id ? 'none' : event.causationid, 'dim'],
    ],
    [[sentenceOf(event), 'green']],
    [],
  ];
};

const questions: Readonly<Record<Entry['by'], string>> = {
  text: 'next with the text',
  type: 'next of type (Ctrl-U clears)',
  actor: 'next of actor (Ctrl-U clears)',
  position: 'go to event',
};

const footRow = ({ entry, notice }: Stepper): Row => {
  if (entry !== null) return [[`${questions[entry.by]}: `, 'yellow'], [`${cleanLine(entry.text)}▏`]];
  return notice === '' ? [[hints, 'dim']] : [[cleanLine(notice), 'yellow']];
};

/** All lines of the pane, each at most `columns` wide. Says so while the document is still being read. */
export const paneLines = (
  { pane, selected }: Stepper,
  shown: Shown,
  document: Document | undefined,
  columns: number,
): readonly string[] => {
  if (pane === 'event') return overviewLines(shown, columns);
  if (document === undefined) return ['reading …'];
  const text = (row: Row): string => rowText(row, columns, shown.colour);
  if (pane === 'files')
    return document.lines.map((path, index) =>
      text(index === selected ? [[`> ${cleanLine(path)}`, 'yellow']] : [[`  ${cleanLine(path)}`]]),
    );
  return document.lines.flatMap((line) => folded(cleanLine(line), columns));
};

/** One frame of exactly `rows` rows. */
export const renderStepper = (
  stepper: Stepper,
  shown: Shown,
  document: Document | undefined,
  columns: number,
  rows: number,
): readonly string[] => {
  const room = roomOf(rows);
  const lines = paneLines(stepper, shown, document, columns);
  const scroll = Math.max(0, Math.min(stepper.scroll, lines.length - room));
  const visible = lines.slice(scroll, scroll + room);
  const head = headRows(shown);
  const more = lines.length > room ? `  lines ${scroll + 1}-${scroll + visible.length} of ${lines.length}` : '';
  const heading: Row = [
    [stepper.pane === 'event' ? '' : (document?.title ?? ''), 'bold'],
    [more.trimStart(), 'dim'],
  ];
  const above = [...head.slice(0, headHeight - 1), spaced(heading)].map((row) => rowText(row, columns, shown.colour));
  const empty = Array.from({ length: room - visible.length }, () => '');
  return [...above, ...visible, ...empty, rowText(footRow(stepper), columns, shown.colour)].slice(0, rows);
};

const spaced = ([first, second]: Row): Row =>
  first === undefined || first[0] === '' ? [second ?? ['']] : [first, ['  '], second ?? ['']];
