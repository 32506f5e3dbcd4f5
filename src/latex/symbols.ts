const table = (text: string): ReadonlyMap<string, string> => {
  const words = text.trim().split(/\s+/);
  return new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? ''] as const] : [])));
};

/** Commands of mathematics, from LaTeX, amsmath and amssymb. */
export const mathCommands = table(String.raw`
  α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma
  τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi
  Ω Omega ϵ epsilon ς varsigma µ mu ϑ vartheta ϕ phi ϖ varpi ϱ varrho ϰ varkappa ϝ digamma
  • bullet · cdot × times ÷ div ± pm ¬ neg ∓ mp ∔ dotplus ∖ setminus ∗ ast ∘ circ ∙ bullet √ surd ∝ propto ∞ infty
  ≈ approx ≠ neq ≤ leq ≥ geq ≪ ll ≫ gg ∼ sim ∽ backsim ≀ wr ≁ nsim ≂ eqsim ≃ simeq ≄ not\simeq ≅ cong ≇ ncong ≉ not\approx
  ≊ approxeq ≍ asymp ≎ Bumpeq ≏ bumpeq ≐ doteq ≑ doteqdot ≒ fallingdotseq ≓ risingdotseq ≖ eqcirc ≗ circeq ≜ triangleq
  ≡ equiv ≢ not\equiv ≦ leqq ≧ geqq ≨ lneqq ≩ gneqq ≬ between ≮ nless ≯ ngtr ≰ nleq ≱ ngeq ≲ lesssim ≳ gtrsim ≶ lessgtr
  ≷ gtrless ≺ prec ≻ succ ≼ preccurlyeq ≽ succcurlyeq ≾ precsim ≿ succsim ⊀ nprec ⊁ nsucc ⩽ leqslant ⩾ geqslant
  ⪅ lessapprox ⪆ gtrapprox ⪇ lneq ⪈ gneq ⪯ preceq ⪰ succeq ⋖ lessdot ⋗ gtrdot ⋘ lll ⋙ ggg ⋚ lesseqgtr ⋛ gtreqless
  ⋞ curlyeqprec ⋟ curlyeqsucc ⋦ lnsim ⋧ gnsim ⋨ precnsim ⋩ succnsim
  ← leftarrow ↑ uparrow → rightarrow ↓ downarrow ↔ leftrightarrow ↕ updownarrow ↖ nwarrow ↗ nearrow ↘ searrow ↙ swarrow
  ↚ nleftarrow ↛ nrightarrow ↞ twoheadleftarrow ↠ twoheadrightarrow ↢ leftarrowtail ↣ rightarrowtail ↦ mapsto
  ↩ hookleftarrow ↪ hookrightarrow ↫ looparrowleft ↬ looparrowright ↭ leftrightsquigarrow ↮ nleftrightarrow ↰ Lsh ↱ Rsh
  ↶ curvearrowleft ↷ curvearrowright ↺ circlearrowleft ↻ circlearrowright ↼ leftharpoonup ↽ leftharpoondown
  ↾ upharpoonright ↿ upharpoonleft ⇀ rightharpoonup ⇁ rightharpoondown ⇂ downharpoonright ⇃ downharpoonleft
  ⇄ rightleftarrows ⇆ leftrightarrows ⇇ leftleftarrows ⇈ upuparrows ⇉ rightrightarrows ⇊ downdownarrows
  ⇋ leftrightharpoons ⇌ rightleftharpoons ⇍ nLeftarrow ⇎ nLeftrightarrow ⇏ nRightarrow ⇐ Leftarrow ⇑ Uparrow
  ⇒ Rightarrow ⇓ Downarrow ⇔ Leftrightarrow ⇕ Updownarrow ⇚ Lleftarrow ⇛ Rrightarrow ⇝ rightsquigarrow
  ⟵ longleftarrow ⟶ longrightarrow ⟷ longleftrightarrow ⟸ Longleftarrow ⟹ Longrightarrow ⟺ Longleftrightarrow ⟼ longmapsto
  ∀ forall ∁ complement ∂ partial ∃ exists ∄ nexists ∅ emptyset ∆ Delta ∇ nabla ∈ in ∉ notin ∊ in ∋ ni ∌ not\ni ∍ ni
  ∎ blacksquare ∏ prod ∐ coprod ∑ sum ∫ int ∬ iint ∭ iiint ∮ oint ∠ angle ∡ measuredangle ∢ sphericalangle ∣ mid ∤ nmid
  ∥ parallel ∦ nparallel ∧ wedge ∨ vee ∩ cap ∪ cup ∴ therefore ∵ because
  ⊂ subset ⊃ supset ⊄ not\subset ⊅ not\supset ⊆ subseteq ⊇ supseteq ⊈ nsubseteq ⊉ nsupseteq ⊊ subsetneq ⊋ supsetneq
  ⊎ uplus ⊏ sqsubset ⊐ sqsupset ⊑ sqsubseteq ⊒ sqsupseteq ⊓ sqcap ⊔ sqcup ⫅ subseteqq ⫆ supseteqq
  ⊕ oplus ⊖ ominus ⊗ otimes ⊘ oslash ⊙ odot ⊚ circledcirc ⊛ circledast ⊝ circleddash ⊞ boxplus ⊟ boxminus ⊠ boxtimes
  ⊡ boxdot ⊢ vdash ⊣ dashv ⊤ top ⊥ bot ⊧ models ⊨ vDash ⊩ Vdash ⊪ Vvdash ⊬ nvdash ⊭ nvDash ⊮ nVdash ⊯ nVDash
  ⊲ vartriangleleft ⊳ vartriangleright ⊴ trianglelefteq ⊵ trianglerighteq ⊸ multimap ⊺ intercal ⊻ veebar ⊼ barwedge
  ⋀ bigwedge ⋁ bigvee ⋂ bigcap ⋃ bigcup ⋄ diamond ⋅ cdot ⋆ star ⋇ divideontimes ⋈ bowtie ⋉ ltimes ⋊ rtimes
  ⋋ leftthreetimes ⋌ rightthreetimes ⋍ backsimeq ⋎ curlyvee ⋏ curlywedge ⋐ Subset ⋑ Supset ⋒ Cap ⋓ Cup ⋔ pitchfork
  ⋪ ntriangleleft ⋫ ntriangleright ⋬ ntrianglelefteq ⋭ ntrianglerighteq ⋮ vdots ⋯ cdots ⋱ ddots
  ⨁ bigoplus ⨂ bigotimes ⨀ bigodot ⨄ biguplus ⨆ bigsqcup ⟂ perp
  ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ⟨ langle ⟩ rangle 〈 langle 〉 rangle ‖ | ⌢ frown ⌣ smile
  ℏ hbar ℓ ell ℘ wp ℵ aleph ℶ beth ℷ gimel ℸ daleth ℧ mho ð eth
  □ square ■ blacksquare ▲ blacktriangle △ triangle ▽ triangledown ▼ blacktriangledown ◁ triangleleft ▷ triangleright
  ▶ blacktriangleright ◀ blacktriangleleft ● bullet ○ circ ◯ bigcirc ◇ lozenge ◆ blacklozenge ◊ lozenge ⧫ blacklozenge
  ★ bigstar ☆ star ✓ checkmark ✔ checkmark ✗ times ✘ times ✕ times ✖ times ♠ spadesuit ♡ heartsuit ♥ heartsuit
  ♢ diamondsuit ♦ diamondsuit ♣ clubsuit ♭ flat ♮ natural ♯ sharp
`);

/** Symbols of mathematics that take more than one command. */
export const mathTexts = table(String.raw`
  − - ∕ / ∶ : ∷ :: ≔ := ≕ =: ≙ \hat{=} ≝ \overset{\mathrm{def}}{=} ≟ \overset{?}{=} ∛ \sqrt[3]{} ∜ \sqrt[4]{}
  ⟦ [\![ ⟧ ]\!] ′ ^{\prime} ″ ^{\prime\prime} ‴ ^{\prime\prime\prime} ° ^{\circ} ⊹ \pm ℑ \Im ℜ \Re
  Α \mathrm{A} Β \mathrm{B} Ε \mathrm{E} Ζ \mathrm{Z} Η \mathrm{H} Ι \mathrm{I} Κ \mathrm{K} Μ \mathrm{M} Ν \mathrm{N}
  Ο \mathrm{O} Ρ \mathrm{P} Τ \mathrm{T} Χ \mathrm{X} ο o ϴ \Theta ϒ \Upsilon
`);

/** Symbols of text; special letters are in braces, which BibTeX treats as one letter. */
export const textCommands = table(String.raw`
  – -- — --- ― --- ‐ - ‑ - ‒ -- ‘ ${'`'} ’ ' ‚ , ‛ ${'`'} “ ${'``'} ” '' „ ${'``'} ‟ ${'``'} ‹ ${'`'} › ' « ${'``'} » '' … \ldots{}
  ‣ \ensuremath{\triangleright} ⁃ - ⁄ / § \S{} © \copyright{} ® \textsuperscript{R} ™ \textsuperscript{TM} ℠ \textsuperscript{SM}
  † \dag{} ‡ \ddag{} ¶ \P{} € EUR £ \pounds{} ¥ \textyen{} ¢ \textcent{} ¤ \textcurrency{} ₩ KRW ₹ INR ₽ RUB ₿ BTC
  ‰ \textperthousand{} ‱ \textpertenthousand{} ¦ \textbrokenbar{} ‾ \textasciimacron{} ¯ \textasciimacron{} ´ \textasciiacute{}
  ¨ \textasciidieresis{} ˆ \textasciicircum{} ˜ \textasciitilde{} ˇ \textasciicaron{} ˘ \textasciibreve{} ˚ \textdegree{}
  ʹ ' ʺ '' ʻ ${'`'} ʼ ' ʽ ${'`'} ʾ ' ʿ ${'`'} ˈ ' ‵ ${'`'} ¿ ?${'`'} ¡ !${'`'} ␣ \textvisiblespace{} № No. ・ \textperiodcentered{}
  ß {\ss} ẞ SS æ {\ae} Æ {\AE} œ {\oe} Œ {\OE} ø {\o} Ø {\O} å {\aa} Å {\AA} ł {\l} Ł {\L} ı {\i} ȷ {\j} đ {\dj} Đ {\DJ}
  ð {\dh} Ð {\DH} þ {\th} Þ {\TH} ŋ {\ng} Ŋ {\NG} ƒ {\textit{f}} ŉ 'n ĸ {\textsc{k}} ə {\rotatebox[origin=c]{180}{e}}
  Ə {\rotatebox[origin=c]{180}{E}} ɛ \ensuremath{\varepsilon} ɔ {\rotatebox[origin=c]{180}{c}} ɐ {\rotatebox[origin=c]{180}{a}}
  ǝ {\rotatebox[origin=c]{180}{e}} Ǝ {\rotatebox[origin=c]{180}{E}}
`);

/** Letters with a stroke that no LaTeX font has: the letter overprinted with a dash. */
export const strokeLetters = table(
  'ħ h Ħ H ŧ t Ŧ T ƀ b Ƀ B ɨ i Ɨ I ʉ u Ʉ U ƶ z Ƶ Z ǥ g Ǥ G ɉ j Ɉ J ɍ r Ɍ R ɏ y Ɏ Y ⱥ a Ⱥ A ȼ c Ȼ C',
);

/** Accents above a letter: in text, and in mathematics. */
export const accentsAbove = table(
  '\u0300 ` \u0301 \' \u0302 ^ \u0303 ~ \u0304 = \u0305 = \u0306 u \u0307 . \u0308 " \u030a r \u030b H \u030c v',
);
export const mathAccents = table(
  '\u0300 grave \u0301 acute \u0302 hat \u0303 tilde \u0304 bar \u0305 bar \u0306 breve \u0307 dot \u0308 ddot \u030a mathring \u030c check \u0342 tilde \u20d7 vec \u20db dddot \u0332 underline',
);
/** Accents below a letter; applied outside those above it. */
export const accentsBelow = table('\u0323 d \u0326 textcommabelow \u0327 c \u0328 k \u0331 b');
