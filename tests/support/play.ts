import type { Outcome } from '../../src/events/outcome.ts';
import { role as director } from '../../src/machines/director/index.ts';
import { role as scientist } from '../../src/machines/scientist/index.ts';
import { type Simulation, Simulator } from './simulate.ts';
import { type Ask, baselineStandIn, developerStandIn, goodAnswer, goodSearch } from './stand-ins.ts';
import { recordedBaseline, rosterWith, startedWith, type Wishes } from './studio.ts';

export type Script = {
  readonly wishes?: Wishes;
  readonly more?: Parameters<typeof startedWith>[1];
  readonly answer?: (ask: Ask) => Outcome<unknown>;
  readonly search?: (query: string) => Outcome<unknown>;
  readonly score?: (number: number) => number;
  readonly choose?: (count: number) => number;
};

type Played = Simulation & { readonly asks: readonly Ask[]; readonly simulator: Simulator };

/** A run at its start, with the Director, the Scientist, and stand-ins that answer at once. */
export const open = ({
  wishes = { ideas: 1 },
  more = recordedBaseline,
  answer = goodAnswer,
  search = goodSearch,
  score = () => 5,
  choose,
}: Script) => {
  const roster = rosterWith(director, scientist, baselineStandIn, developerStandIn(score));
  const asks: Ask[] = [];
  const perform = (kind: string, input: any) => {
    if (kind === 'search') return search(input.query);
    const count = asks.filter((ask) => ask.purpose === input.purpose).length + 1;
    const ask = { purpose: input.purpose, input, count };
    asks.push(ask);
    return answer(ask);
  };
  return { asks, simulator: new Simulator(roster, perform, choose).start(startedWith(wishes, more)) };
};

/** Plays such a run to its end. */
export const play = (script: Script): Played => {
  const { asks, simulator } = open(script);
  return { ...simulator.run(), asks, simulator };
};
