import type { Sandbox } from '../../ports/sandbox.ts';
import type { Typesetter, TypesettingError, TypesettingJob, TypesettingResult } from '../../ports/typesetter.ts';
import { activeContentIn } from '../papers/active-content.ts';
import { parseBibtexLog } from './bibtex-log.ts';
import { chktexCommand, parseChktex } from './chktex.ts';
import { parseLatexLog } from './log.ts';
import { type Compiled, clearEarlier, compilePasses, openWorkshop, type Workshop } from './passes.ts';

const tailBytes = 20 * 1024;
const mainPattern = /^[A-Za-z0-9][\w.-]*\.tex$/;
const bibliography = 'references.bib';

const failed = (errors: readonly TypesettingError[], logTail = ''): TypesettingResult => ({
  ...{ ok: false, pdf: null, pages: null, errors, warnings: [], text: '', logTail },
});

const stopOf = ({ last }: Compiled, main: string): readonly TypesettingError[] =>
  last.reason === 'completed' || last.reason === 'crashed'
    ? []
    : [{ file: main, line: null, message: `The compiler was stopped: ${last.explanation}` }];

/** Reports an error for a compiler that fails without an error in its log. */
const silenceOf = ({ last }: Compiled, main: string, known: number): readonly TypesettingError[] =>
  known > 0 || last.reason === 'completed'
    ? []
    : [
        {
          file: main,
          line: null,
          message: `The compiler failed: ${last.explanation}; ${last.stderr.trim().slice(0, 200)}`,
        },
      ];

/** Reports active content as an error, because people will open the PDF. */
const activeError = (main: string, what: string): TypesettingError => ({
  file: main,
  line: null,
  message: `The PDF has ${what}, which a paper may not have`,
});

const textOf = async (workshop: Workshop, pdf: string): Promise<string> => {
  const result = await workshop.run(['pdftotext', '-layout', '-enc', 'UTF-8', pdf, '-']);
  return result.reason === 'completed' ? result.stdout : '';
};

const findingsOf = async (workshop: Workshop, main: string): Promise<readonly TypesettingError[]> =>
  parseChktex((await workshop.run(chktexCommand(main))).stdout);

const compile = async (sandbox: Sandbox, job: TypesettingJob): Promise<TypesettingResult> => {
  const { main } = job;
  if (!mainPattern.test(main)) {
    return failed([{ file: main, line: null, message: `"${main}" is not the name of a .tex file in the workspace` }]);
  }
  const stem = main.slice(0, -'.tex'.length);
  await clearEarlier(job.workspace, stem);
  const workshop = openWorkshop(sandbox, job);
  const compiled = await compilePasses(workshop, main, stem);
  const bytes = await workshop.read(`${stem}.log`);
  const latex = parseLatexLog(bytes?.toString('utf8') ?? '', main);
  const bibtex = compiled.ranBibtex
    ? parseBibtexLog((await workshop.read(`${stem}.blg`))?.toString('utf8') ?? '', bibliography)
    : { errors: [], warnings: [] };
  const pdf = (await workshop.read(`${stem}.pdf`)) === undefined ? null : `${stem}.pdf`;
  const stop = stopOf(compiled, main);
  // A paper can write lines that look like TeX's errors; TeX exits with 0 only without errors.
  const own = compiled.last.reason === 'completed' ? [] : latex.errors;
  const active = pdf === null ? [] : activeContentIn((await workshop.read(pdf)) ?? Buffer.alloc(0));
  const told = [...stop, ...own, ...bibtex.errors, ...active.map((what) => activeError(main, what))];
  const errors = [...told, ...silenceOf(compiled, main, told.length)];
  if (pdf === null && errors.length === 0) {
    errors.push({ file: main, line: null, message: 'The document has no pages, so no PDF was made' });
  }
  const logTail = bytes?.subarray(-tailBytes).toString('utf8') ?? compiled.last.stdout.slice(-tailBytes);
  if (stop.length > 0 || active.length > 0) return failed(errors, logTail);
  return {
    ok: pdf !== null && errors.length === 0,
    pdf,
    pages: pdf === null ? null : latex.pages,
    errors,
    warnings: [...latex.warnings, ...bibtex.warnings, ...(await findingsOf(workshop, main))],
    text: pdf === null ? '' : await textOf(workshop, pdf),
    logTail,
  };
};

/** Typesets with pdfTeX and BibTeX inside the sandbox; equal sources give byte-identical PDFs. */
export const createLatexTypesetter = ({ sandbox }: { readonly sandbox: Sandbox }): Typesetter => ({
  name: 'latex',
  compile: (job) => compile(sandbox, job),
});
