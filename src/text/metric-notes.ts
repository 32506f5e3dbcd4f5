import type { MetricNotes } from '../events/metric-direction.ts';

/** Lines about metrics whose direction is not certain, or that were not measured; none if there is nothing to say. */
export const metricNoteLines = ({ guessed, unknown, unmeasured, measured }: MetricNotes): readonly string[] => {
  const directions = Object.entries(guessed).map(([name, better]) => `${name}=${better}`);
  return [
    ...(directions.length === 0
      ? []
      : [
          `better directions guessed from names: ${directions.join(', ')}; if one is wrong, give --metric <name>=<direction> or "metrics" in template.json`,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          `better direction unknown: ${unknown.join(', ')}; give --metric <name>=lower or <name>=higher, or claims about them are not checked`,
        ]),
    ...(unmeasured.length === 0
      ? []
      : [`described but not measured: ${unmeasured.join(', ')}; the results have ${measured.join(', ')}`]),
  ];
};
