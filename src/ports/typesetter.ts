export type TypesettingError = { readonly file: string; readonly line: number | null; readonly message: string };

export type TypesettingJob = {
  /** Folder on this machine with all sources; the PDF is written into it. */
  readonly workspace: string;
  /** For example `paper.tex`. */
  readonly main: string;
  readonly wallTimeMs: number;
  readonly signal: AbortSignal;
};

export type TypesettingResult = {
  /** True when a PDF was made and the compiler reported no error. */
  readonly ok: boolean;
  /** The program that set the paper: lualatex where its text has letters that pdfLaTeX lacks. */
  readonly engine: string;
  /** Path relative to the workspace; null when there is no PDF. */
  readonly pdf: string | null;
  readonly pages: number | null;
  readonly errors: readonly TypesettingError[];
  /** Undefined references and citations, overfull boxes over 20 pt, chktex findings worth a fix. */
  readonly warnings: readonly TypesettingError[];
  /** The PDF's text; empty when there is no PDF. */
  readonly text: string;
  /** The end of the compiler's log, at most 20 KB. */
  readonly logTail: string;
};

export interface Typesetter {
  readonly name: string;
  compile(job: TypesettingJob): Promise<TypesettingResult>;
}
