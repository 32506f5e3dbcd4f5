import type { SectionName } from '../../events/vocabulary/paper.ts';
import { code, sentences } from '../scan.ts';
import { eachSection } from './complaint.ts';

const named =
  /\b(?:(?:NVIDIA|Tesla)\s{1,20})?(?:[AHVBP][12]00|GH200|B200|A10G?|A40|A6000|L40S?|T4|K80)\b|\b(?:RTX|GTX)[\s~-]{0,20}\w{0,20}\s{0,20}\d{3,4}(?:\s{0,20}Ti)?|\bGeForce\b|\bQuadro\b|\bTPUs?(?:[\s~-]?v\d\w?)?\b|\b(?:Xeon|EPYC|Threadripper|Ryzen|Core i\d|Apple M\d|Jetson|Trainium|Gaudi)\b|\bNVIDIA\b|\bCUDA\b/gi;
const accelerator = /\bGPUs?\b/gi;
const denied = /\b(?:no|not|without|neither|nor|never|instead of|rather than|future|unavailable)\b|\black/i;
const none = /^(?:|none|no|n\/a|unknown|false|0|not available|unavailable|cpu)$/i;

/** Sections in which any hardware mentioned is the hardware used. */
const ours: readonly SectionName[] = ['abstract', 'method', 'experimental_setup', 'results', 'conclusion'];

const condense = (text: string): string => text.toLowerCase().replace(/[\s~-]+|\(r\)|\(tm\)/g, '');

/** Allows only the recorded hardware; other hardware may be mentioned with a citation or a denial. */
export const checkHardware = eachSection((text, section, { environment }) => {
  if (!ours.includes(section)) return [];
  const recorded = condense(Object.entries(environment).flat().join(' '));
  const hasGpu = Object.entries(environment).some(
    ([name, value]) => /gpu|cuda|accelerator/i.test(name) && !none.test(value.trim()),
  );
  return sentences(code(text)).flatMap(({ text: sentence, line }) => {
    if (denied.test(sentence) || /\\[cC]ite/.test(sentence)) return [];
    const invented = [...sentence.matchAll(named)]
      .map((match) => match[0])
      .filter((name) => !recorded.includes(condense(name)));
    const generic = hasGpu ? [] : [...sentence.matchAll(accelerator)].map((match) => match[0]);
    return [...new Set([...invented, ...generic])].map((name) => ({
      line,
      blocking: false,
      text: `"${name}" is not in the recorded environment: name only recorded hardware`,
    }));
  });
});
