import { eachSection } from './complaint.ts';

/** Control sequences that read, write, execute or redefine; none belongs in the text of a section. */
const refused = new Set(
  `input include includeonly includepdf import subimport subfile InputIfFileExists IfFileExists verbatiminput
   lstinputlisting inputminted openin openout read readline write newread newwrite closein closeout immediate special
   catcode lccode uccode mathcode active csname endcsname expandafter scantokens everypar everyjob noexpand
   def gdef edef xdef let futurelet newcommand renewcommand providecommand DeclareRobustCommand newenvironment
   renewenvironment DeclareMathOperator newif loop repeat uppercase lowercase endinput jobname
   usepackage RequirePackage documentclass LoadClass PassOptionsToPackage AtBeginDocument AtEndDocument
   makeatletter makeatother directlua luaexec latelua ShellEscape pdfshellescape pdffiledump pdfmdfivesum
   pdfobj pdfliteral pdfcatalog bibliography bibliographystyle addbibresource graphicspath DeclareGraphicsRule
   externaldocument attachfile tableofcontents maketitle appendix batchmode scrollmode nonstopmode errorstopmode
   typeout message errmessage errhelp show showthe showbox showlists typein wlog GenericError GenericWarning GenericInfo
   PackageError PackageWarning PackageInfo ClassError ClassWarning ClassInfo hypersetup Acrobatmenu PushButton
   tracingall shipout output hoffset voffset enddocument usetikzlibrary epsfbox psfig pgfimage`.split(/\s+/),
);

const families = /^(?:pdf|lua|XeTeX|write)/;
/** `\begin{input}` runs `\input`, so the names of environments are checked like those of commands. */
const begun = /\\(begin|end)\s*\{([^{}]*)\}/g;
const ownEnvironments = /^(?:document|filecontents\*?|minted|luacode\*?|abstract)$|@/;
const links =
  /\\(?:href|url|nolinkurl|hyperref)\s{0,20}(?:\[[^\][]{0,400}\]\s{0,20})?\{\s{0,20}(?:run|file|javascript|vbscript|data)\s{0,20}:/gi;
/** A control sequence, or a control symbol such as `\\\\`, which ends before a letter. */
const control = /\\(?:([A-Za-z]+)|[\s\S])/g;

const isRefused = (name: string): boolean => refused.has(name.replace(/\*$/, '')) || families.test(name);

/** Finds everything that would reach outside the paper or change the program's own frame, without duplicates. */
export const dangersIn = (text: string): readonly string[] => [
  ...new Set([
    ...[...text.matchAll(control)]
      .filter((match) => match[1] !== undefined && isRefused(match[1]))
      .map((match) => match[0]),
    ...[...text.matchAll(begun)]
      .filter((match) => isRefused((match[2] ?? '').trim()) || ownEnvironments.test((match[2] ?? '').trim()))
      .map((match) => match[0]),
    ...[...text.matchAll(links)].map((match) => match[0]),
    ...(text.includes('^^') ? ['^^'] : []),
  ]),
];

/** A second line of defence: answers with any of these are rejected before they are recorded. */
export const checkDangers = eachSection((text) =>
  dangersIn(text).map((danger) => ({ line: null, blocking: true, text: `${danger} is not allowed in a section` })),
);
