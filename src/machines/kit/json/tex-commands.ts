/** TeX commands that begin like a JSON escape: `\nu` in JSON reads as a line break and `u`. */
const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** After `\b` and `\f` every match is a command: no answer means a backspace or a form feed. */
export const commands: ReadonlySet<string> = names(`
  nabla natural ncong nearrow neg negmedspace negthickspace negthinspace neq newcommand newline newpage newtheorem nexists
  ngeq ngeqq ngeqslant ngtr nicefrac ni nleftarrow nLeftarrow nleftrightarrow nLeftrightarrow nleq nleqq nleqslant nless nmid
  nobreak nobreakspace nocite noindent nolimits nolinebreak nonumber nopagebreak norm normalfont normalsize normalcolor
  normaltext not notag notin nparallel nprec npreceq nrightarrow nRightarrow nshortmid nshortparallel nsim nsubseteq nsubseteqq
  nsucc nsucceq nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nu null num numrange nvdash
  nvDash nVdash nVDash nwarrow ne
  r raggedbottom raggedleft raggedright raisebox rangle ratio rbrace rbrack rceil ref refstepcounter relax renewcommand
  renewenvironment requirepackage resizebox restriction reversemarginpar rfloor rgroup rhd rho right rightarrow rightarrowtail
  rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows rightsquigarrow rightthreetimes
  risingdotseq rlap rm rmdefault rmfamily rmoustache root rotatebox rowcolor rtimes rule rvert rVert
  tableofcontents tabcolsep tabularnewline tag tan tanh tau tbinom tcbset tensor tfrac thanks thefootnote therefore theta
  thetasym thickapprox thicksim thickspace thinspace thispagestyle tie tilde times tiny title to today top topfraction toprule
  tr trace triangle triangledown triangleleft trianglelefteq triangleq triangleright trianglerighteq tt ttfamily twocolumn
  twoheadleftarrow twoheadrightarrow typeout text textasciicircum textasciitilde textbackslash textbar textbf textbraceleft
  textbraceright textbullet textcite textcolor textcopyright textdagger textdegree textdollar textellipsis textemdash
  textendash texteuro textgreater textheight textit textless textmd textmu textnormal textparagraph textperiodcentered textpm
  textquestiondown textquotedbl textquotedblleft textquotedblright textquoteleft textquoteright textquotesingle textregistered
  textrm textsc textsection textsf textsl textsterling textstyle textsubscript textsuperscript texttildelow texttimes
  texttrademark texttt textunderscore textup textvisiblespace textwidth
`);

/** Ambiguous commands: the escape and a word make sense too, such as a line break and `less`, or a tab and `an`. */
export const doubtfulCommands: ReadonlySet<string> = names(
  'nu ne ni neg nless nmid nsim nparallel null num to top tan tag tie tr trace title r tt',
);
