import { refuse } from './refuse.ts';

export const whole =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? value : refuse(`an integer from ${minimum} to ${maximum}`);
  };

export const amount = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : refuse('a non-negative number, such as 2.5');
