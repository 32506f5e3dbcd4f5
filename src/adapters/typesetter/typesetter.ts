import type { Sandbox } from '../../ports/sandbox.ts';
import type { Typesetter, TypesettingError, TypesettingJob, TypesettingResult } from '../../ports/typesetter.ts';
import { activeContentIn } from '../papers/active-content.ts';
import { parseBibtexLog } from './bibtex-log.ts';
import { chktexCommand, parseChktex } from './chktex.ts';
import { codedCharacters } from './coded.ts';
import { type Choice, chooseEngine, type Engine, engineFiles, fontsNamedIn, lettersFile } from './engine.ts';
import { parseLatexLog } from './log.ts';
import { type Compiled, clearEarlier, compilePasses, openWorkshop, type Workshop } from './passes.ts';

const tailBytes = 20 * 1024;
const mainPattern = /^[A-Za-z0-9][\w.-]*\.tex$/;
const bibliography = 'references.bib';

const failed = (errors: readonly TypesettingError[], logTail = ''): TypesettingResult => ({
  ...{ ok: false, engine: 'pdflatex', pdf: null, pages: null, errors, warnings: [], text: '', logTail },
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

/** Lets one engine set the paper, and reads what it says. */
const compileWith = async (workshop: Workshop, engine: Engine, job: TypesettingJob): Promise<TypesettingResult> => {
  const { main } = job;
  const stem = main.slice(0, -'.tex'.length);
  await clearEarlier(job.workspace, stem);
  const compiled = await compilePasses(workshop, engine, main, stem);
  const bytes = await workshop.read(`${stem}.log`);
  const log = bytes?.toString('utf8') ?? '';
  const latex = parseLatexLog(log, main);
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
  if (stop.length > 0 || active.length > 0) return { ...failed(errors, logTail), engine };
  const coded = codedCharacters(log);
  return {
    ok: pdf !== null && errors.length === 0,
    engine,
    pdf,
    pages: pdf === null ? null : latex.pages,
    errors,
    warnings: [
      ...(coded === undefined ? [] : [{ file: main, line: null, message: coded }]),
      ...latex.warnings,
      ...bibtex.warnings,
      ...(await findingsOf(workshop, main)),
    ],
    text: pdf === null ? '' : await textOf(workshop, pdf),
    logTail,
  };
};

/** Looks in the sandbox for LuaLaTeX and for the fonts that the sources name, if they have letters that pdfTeX lacks. */
const choose = async (workshop: Workshop): Promise<Choice> => {
  const fonts = fontsNamedIn((await workshop.read(lettersFile))?.toString('utf8') ?? '');
  if (fonts.length === 0) return chooseEngine(fonts, new Set());
  const { stdout } = await workshop.run(['kpsewhich', '-engine=luahbtex', ...engineFiles, ...fonts]);
  return chooseEngine(fonts, new Set(stdout.split('\n').map((line) => line.slice(line.lastIndexOf('/') + 1))));
};

/** A class that works with pdfLaTeX alone still gets its PDF, with the letters as codes and the reason as a warning. */
const compile = async (sandbox: Sandbox, job: TypesettingJob): Promise<TypesettingResult> => {
  const { main } = job;
  if (!mainPattern.test(main)) {
    return failed([{ file: main, line: null, message: `"${main}" is not the name of a .tex file in the workspace` }]);
  }
  const workshop = openWorkshop(sandbox, job);
  const choice = await choose(workshop);
  let { reason } = choice;
  if (choice.engine === 'lualatex') {
    // The rest suffices for pdfLaTeX, which takes a third of the time.
    const shorter = { ...job, wallTimeMs: job.wallTimeMs * 0.7 };
    const result = await compileWith(openWorkshop(sandbox, shorter), 'lualatex', shorter);
    if (result.ok) return result;
    reason = `LuaLaTeX did not set this paper (${result.errors[0]?.message})`;
  }
  const result = await compileWith(workshop, 'pdflatex', job);
  if (reason === null) return result;
  const told = { file: main, line: null, message: `letters of other scripts are printed as their codes: ${reason}` };
  return { ...result, warnings: [told, ...result.warnings] };
};

/**
 * Typesets with pdfTeX or LuaTeX, and BibTeX, inside the sandbox; equal sources give byte-identical PDFs where the same
 * engine and fonts are found.
 */
export const createLatexTypesetter = ({ sandbox }: { readonly sandbox: Sandbox }): Typesetter => ({
  name: 'latex',
  compile: (job) => compile(sandbox, job),
});
