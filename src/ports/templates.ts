import type { Limits, Template } from '../events/vocabulary/run.ts';

export type LoadedTemplate = {
  readonly folder: string;
  /** True for a template of this project, whose paper and plots are tested. */
  readonly isBuiltIn: boolean;
  readonly profile: string;
  readonly template: Template;
  /** Parameters of the method that the profile changes. */
  readonly limits: { readonly [Name in keyof Limits]?: number | undefined };
  /** Python packages that its code imports, beyond the standard library. */
  readonly packages: readonly string[];
  /** Folders and files that offline adapters read; absent when the template ships none. */
  readonly playbook: string | undefined;
  readonly library: string | undefined;
};

/** Settings that a person lays over a template's profile. */
export type Overlay = {
  /** Environment variables of experiment.py and plot.py. */
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of experiment.py, besides `--out_dir`. */
  readonly arguments: readonly string[];
  readonly experimentLimits: Partial<Template['experimentLimits']>;
  readonly limits: Partial<Limits>;
  /** Metric -> the direction that is better. */
  readonly metrics: Readonly<Record<string, 'lower' | 'higher'>>;
};

export const noOverlay: Overlay = { environment: {}, arguments: [], experimentLimits: {}, limits: {}, metrics: {} };

export interface Templates {
  /**
   * Loads a template by its name in the project or by path. The profile defaults to the template's first.
   * Throws CodedError('template.unknown'), ('template.broken'), ('template.profile'), ('template.link'), ('template.secret') or ('template.too_large').
   */
  load(
    nameOrPath: string,
    profile: string | undefined,
    putBlob: (bytes: Uint8Array) => Promise<string>,
    overlay?: Overlay,
  ): Promise<LoadedTemplate>;
}
