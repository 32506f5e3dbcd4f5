import type { Command } from 'commander';
import type { Services } from '../lab/services.ts';
import { diffCommand } from './debug/diff.ts';
import { forkCommand } from './debug/fork.ts';
import { replayCommand } from './debug/replay.ts';
import { whyCommand } from './debug/why.ts';
import { deleteCommand } from './keep/delete.ts';
import { exportCommand } from './keep/export.ts';
import { importCommand } from './keep/import.ts';
import { repairCommand } from './keep/repair.ts';
import { verifyCommand } from './keep/verify.ts';
import { archiveCommand } from './look/archive.ts';
import { runsCommand } from './look/runs.ts';
import { showCommand } from './look/show.ts';
import { watchCommand } from './look/watch.ts';
import { reviewCommand } from './research/review.ts';
import { runCommand, startCommand } from './research/run.ts';
import { doctorCommand, setupCommand } from './set-up/doctor.ts';
import { sandboxCommand } from './set-up/sandbox.ts';
import { answerCommand, unresolvedCommand } from './steer/answer.ts';
import { cancelCommand, pauseCommand } from './steer/control.ts';
import { resumeCommand } from './steer/resume.ts';
import { approveCommand, commentCommand, rejectCommand, reviseCommand } from './take-part/people.ts';

/** Makes a command; `exit` sets the exit code that the program will end with. */
export type MakeCommand = (services: Services, exit: (code: number) => void) => Command;

/** In the order of `--help`. */
export const commandGroups: readonly { readonly title: string; readonly commands: readonly MakeCommand[] }[] = [
  { title: 'Do research:', commands: [startCommand, runCommand, reviewCommand] },
  { title: 'Look:', commands: [watchCommand, runsCommand, showCommand, archiveCommand] },
  { title: 'Steer:', commands: [pauseCommand, resumeCommand, cancelCommand, unresolvedCommand, answerCommand] },
  { title: 'Take part:', commands: [commentCommand, approveCommand, rejectCommand, reviseCommand] },
  { title: 'Debug:', commands: [replayCommand, whyCommand, forkCommand, diffCommand] },
  { title: 'Keep:', commands: [verifyCommand, repairCommand, exportCommand, importCommand, deleteCommand] },
  { title: 'Set up:', commands: [doctorCommand, setupCommand, sandboxCommand] },
];
