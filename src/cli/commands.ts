import type { Command } from 'commander';
import { answerCommand, unresolvedCommand } from './answer.ts';
import { archiveCommand } from './archive.ts';
import { cancelCommand, pauseCommand } from './control.ts';
import { deleteCommand } from './delete.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand, setupCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { forkCommand } from './fork.ts';
import { importCommand } from './import.ts';
import { approveCommand, commentCommand, rejectCommand, reviseCommand } from './people.ts';
import { replayCommand } from './replay.ts';
import { resumeCommand } from './resume.ts';
import { reviewCommand } from './review.ts';
import { runCommand, startCommand } from './run.ts';
import { runsCommand } from './runs.ts';
import { sandboxCommand } from './sandbox.ts';
import type { Services } from './services.ts';
import { showCommand } from './show.ts';
import { verifyCommand } from './verify.ts';
import { watchCommand } from './watch.ts';
import { whyCommand } from './why.ts';

/** Makes a command; `exit` sets the exit code that the program will end with. */
export type MakeCommand = (services: Services, exit: (code: number) => void) => Command;

/** In the order of `--help`. */
export const commandGroups: readonly { readonly title: string; readonly commands: readonly MakeCommand[] }[] = [
  { title: 'Do research:', commands: [startCommand, runCommand, reviewCommand] },
  { title: 'Look:', commands: [watchCommand, runsCommand, showCommand, archiveCommand] },
  { title: 'Steer:', commands: [pauseCommand, resumeCommand, cancelCommand, unresolvedCommand, answerCommand] },
  { title: 'Take part:', commands: [commentCommand, approveCommand, rejectCommand, reviseCommand] },
  { title: 'Debug:', commands: [replayCommand, whyCommand, forkCommand, diffCommand] },
  { title: 'Keep:', commands: [verifyCommand, exportCommand, importCommand, deleteCommand] },
  { title: 'Set up:', commands: [doctorCommand, setupCommand, sandboxCommand] },
];
