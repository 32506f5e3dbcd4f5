import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const template = (name: string): string =>
  readFileSync(new URL(`../../templates/paper/${name}`, import.meta.url), 'utf8');

const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
};

/** A grey image, far wider than a page unless its size is limited. */
const picture = (width: number, height: number): Buffer => {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const rows = deflateSync(
    Buffer.alloc((width + 1) * height, 128).map((_, index) => (index % (width + 1) === 0 ? 0 : 128)),
  );
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
};

const introduction = String.raw`As \citet{power2022grokking} found, and others after them \citep{kingma2015adam}, a network may first learn by heart.
The loss is
\begin{equation}\label{eq:loss}
  \mathcal{L}(\theta) = \frac{1}{N} \sum_{i=1}^{N} \ell\bigl(f_\theta(x_i), y_i\bigr) .
\end{equation}
\Cref{eq:loss} is minimised in \cref{sec:results}.
`;

const results = String.raw`\begin{table}[t]
\caption{Validation accuracy, mean and standard error.}\label{tab:main}
\begin{tabular}{lr}
\toprule
Data set & Accuracy \\
\midrule
division & $0.994 \pm 0.002$ \\
\bottomrule
\end{tabular}
\end{table}
\begin{figure}[t]
\includegraphics{curve.png}
\caption{A curve.}\label{fig:curve}
\end{figure}
\Cref{tab:main} has the numbers, \cref{fig:curve} the curve.
`;

const bibliography = `@inproceedings{kingma2015adam, title={Adam: A Method for Stochastic Optimization}, author={Diederik P. Kingma and Jimmy Ba}, booktitle={International Conference on Learning Representations}, year={2015}}
@article{power2022grokking, title={Grokking: Generalization Beyond Overfitting on Small Algorithmic Datasets}, author={Alethea Power and Yuri Burda}, journal={arXiv preprint arXiv:2201.02177}, year={2022}}
`;

const parts = {
  TITLE: 'A Sample of What the Class Can Set',
  RUN: 'sample-run',
  DISCLOSURE: 'This paper was written by a test, with no model at all.',
  ABSTRACT: 'We set a page, and look at it.',
  SECTIONS: String.raw`\section{Introduction}\label{sec:introduction}\input{introduction.tex}
\section{Results}\label{sec:results}\input{results.tex}`,
  APPENDIX: String.raw`\section{Provenance} It comes from run \texttt{sample-run}.`,
};

/** All sources of a paper in the project's class, with a figure, a table, an equation and citations. */
export const samplePaper = (): Record<string, string | Buffer> => ({
  'aiscientist.cls': template('aiscientist.cls'),
  'paper.tex': Object.entries(parts).reduce(
    (text, [name, value]) => text.replace(`%%${name}%%`, () => value),
    template('template.tex'),
  ),
  'introduction.tex': introduction,
  'results.tex': results,
  'references.bib': bibliography,
  'curve.png': picture(900, 300),
});
