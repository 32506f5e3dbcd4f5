export type TypesettingError = { readonly file: string; readonly line: number | null; readonly message: string };

export type TypesettingJob = {
  /** Folder on this machine with every source; the PDF is written into it. */
  readonly workspace: string;
  /** Such as `paper.tex`. */
  readonly main: string;
  readonly wallTimeMs: number;
  readonly signal: AbortSignal;
};

export type TypesettingResult = {
  /** True when a PDF was made and the compiler reported no error. */
  readonly ok: boolean;
  /** Relative to the workspace; null when there is none. */
  readonly pdf: string | null;
  readonly pages: number | null;
  readonly errors: readonly TypesettingError[];
  /** Undefined references and citations, overfull boxes over 20 pt, chktex findings worth a fix. */
  readonly warnings: readonly TypesettingError[];
  /** What the PDF says, as text; empty when there is none. */
  readonly text: string;
  /** The end of the compiler's log, at most 20 KB. */
  readonly logTail: string;
};

export interface Typesetter {
  readonly name: string;
  compile(job: TypesettingJob): Promise<TypesettingResult>;
}
