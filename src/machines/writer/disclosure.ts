import { escapeLatex } from '../../latex/escape.ts';
import type { Context } from './context.ts';

const written = new Set(['scientist', 'coder', 'writer', 'referee', 'reviewer']);

/** The first page's notice that a program wrote the paper, with which models, in which run. LaTeX. */
export const disclosure = ({ run, started }: Context): string => {
  const models = Object.entries(started.models);
  const relevant = models.filter(([place]) => written.has(place.split('.')[0] ?? ''));
  const listed = (relevant.length > 0 ? relevant : models)
    .map(([role, model]) => `${escapeLatex(role)}: \\texttt{${escapeLatex(model)}}`)
    .join('; ');
  const scripted = models.some(([, model]) => model.startsWith('playbook:'));
  return [
    `This paper was written by an artificial intelligence, without human authors, by the program ${escapeLatex(`${started.program.name} ${started.program.version}`)}.`,
    listed === '' ? '' : `Models: ${listed}.`,
    `Run: \\texttt{${escapeLatex(run)}}.`,
    scripted
      ? 'Text by a model named \\texttt{playbook} is scripted: it comes from the offline playbook, not from a language model. The experiments were really executed, and the numbers were measured.'
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};
