import type { CommandGroup } from './command.ts';

/** In the order of `--help`. Only the command that is called is loaded. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Do research:',
    commands: [
      {
        name: 'start',
        usage: '[options]',
        description: 'The main job: the grokking template, offline, in a few minutes.',
        load: async () => (await import('./research/start.ts')).define,
      },
      {
        name: 'run',
        usage: '[options] <template>',
        description: 'Take a template to reviewed papers.',
        load: async () => (await import('./research/run.ts')).define,
      },
      {
        name: 'review',
        usage: '[options] <paper>',
        description: 'Review a paper: independent reviews with reflections, and an area chair who sums them up.',
        load: async () => (await import('./research/review.ts')).define,
      },
    ],
  },
  {
    title: 'Look:',
    commands: [
      {
        name: 'watch',
        usage: '[options] [run]',
        description: 'Look at a run from another terminal, until it is finished.',
        load: async () => (await import('./look/watch.ts')).define,
      },
      {
        name: 'runs',
        usage: '[options]',
        description: 'All runs, the newest first.',
        load: async () => (await import('./look/runs.ts')).define,
      },
      {
        name: 'show',
        usage: '[options] <run>',
        description: 'One run in full: settings, ideas, papers, cost and time, hash chain; or its events.',
        load: async () => (await import('./look/show.ts')).define,
      },
      {
        name: 'archive',
        usage: '[options] [idea]',
        description: 'All ideas of all runs; with a name, everything about that idea.',
        load: async () => (await import('./look/archive.ts')).define,
      },
    ],
  },
  {
    title: 'Steer:',
    commands: [
      {
        name: 'pause',
        usage: '[options] <run>',
        description: 'Begin no new task of a run; what is under way ends.',
        load: async () => (await import('./steer/pause.ts')).define,
      },
      {
        name: 'resume',
        usage: '[options] <run>',
        description: 'Go on with a run that is paused or was interrupted, where it was.',
        load: async () => (await import('./steer/resume.ts')).define,
      },
      {
        name: 'cancel',
        usage: '[options] <run>',
        description: 'End a run, or one of its ideas, for good; tasks under way are stopped.',
        load: async () => (await import('./steer/cancel.ts')).define,
      },
      {
        name: 'unresolved',
        usage: '[options] <run>',
        description:
          'Tasks of a run that were asked for and have no result, such as a paid call whose answer was lost.',
        load: async () => (await import('./steer/unresolved.ts')).define,
      },
      {
        name: 'answer',
        usage: '[options] <run> <task>',
        description: 'Decide what becomes of a task without a result: have it done again, answer it, or give it up.',
        load: async () => (await import('./steer/answer.ts')).define,
      },
    ],
  },
  {
    title: 'Take part:',
    commands: [
      {
        name: 'comment',
        usage: '<run> <idea> <text>',
        description: 'Remark on an idea: whoever works on it is told from then on.',
        load: async () => (await import('./take-part/comment.ts')).define,
      },
      {
        name: 'approve',
        usage: '<run> <idea>',
        description: 'Let an idea be developed that waits for approval (runs with --approve-ideas).',
        load: async () => (await import('./take-part/approve.ts')).define,
      },
      {
        name: 'reject',
        usage: '[options] <run> <idea>',
        description: 'End an idea, whether it waits for approval or is in development.',
        load: async () => (await import('./take-part/reject.ts')).define,
      },
      {
        name: 'revise',
        usage: '<run> <idea> <text>',
        description: 'Ask the Writer for a revision of a finished paper: it is compiled and reviewed again.',
        load: async () => (await import('./take-part/revise.ts')).define,
      },
    ],
  },
  {
    title: 'Debug:',
    commands: [
      {
        name: 'replay',
        usage: '[options] <run>',
        description: 'Step through a run from its log alone, or compare the log with what the code makes of it.',
        load: async () => (await import('./debug/replay.ts')).define,
      },
      {
        name: 'why',
        usage: '[options] <run> [target]',
        description: 'The causes of an event, an idea, or a line of a paper, back to their origin.',
        load: async () => (await import('./debug/why.ts')).define,
      },
      {
        name: 'fork',
        usage: '[options] <run>',
        description: 'A new run that shares the history of another up to an event, with something changed.',
        load: async () => (await import('./debug/fork.ts')).define,
      },
      {
        name: 'diff',
        usage: '[options] <run> <other>',
        description: 'How two runs differ: where they part, ideas, code, metrics, papers, scores, cost and time.',
        load: async () => (await import('./debug/diff.ts')).define,
      },
    ],
  },
  {
    title: 'Keep:',
    commands: [
      {
        name: 'verify',
        usage: '[options] <run|bundle>',
        description: 'Say whether a run, or a bundle, is what was recorded; and if not, where.',
        load: async () => (await import('./keep/verify.ts')).define,
      },
      {
        name: 'repair',
        usage: '[options] <run>',
        description: 'Mend a damaged run: from a bundle, or by ending it where it is whole; or say what can be done.',
        load: async () => (await import('./keep/repair.ts')).define,
      },
      {
        name: 'export',
        usage: '[options] <run>',
        description: 'Write a run into one file: events, blobs, template and charts.',
        load: async () => (await import('./keep/export.ts')).define,
      },
      {
        name: 'import',
        usage: '<file>',
        description: 'Bring a run back from a bundle, after everything in it was checked.',
        load: async () => (await import('./keep/import.ts')).define,
      },
      {
        name: 'delete',
        usage: '[options] <run>',
        description: 'Delete a run for ever: its log and its tasks.',
        load: async () => (await import('./keep/delete.ts')).define,
      },
      {
        name: 'gc',
        usage: '[options]',
        description: 'Delete the files in the store that no run needs, and say how much space that gives back.',
        load: async () => (await import('./keep/gc.ts')).define,
      },
    ],
  },
  {
    title: 'Set up:',
    commands: [
      {
        name: 'doctor',
        usage: '[options]',
        description: 'Say for each part that a run needs: found, its version, or what to do.',
        load: async () => (await import('./set-up/doctor.ts')).define,
      },
      {
        name: 'setup',
        usage: '',
        description: 'Find what a run needs of this machine, and install what is missing.',
        load: async () => (await import('./set-up/setup.ts')).define,
      },
      {
        name: 'sandbox',
        usage: '',
        description: 'The containers that experiments run in, where Docker is used.',
        load: async () => (await import('./set-up/sandbox.ts')).define,
      },
    ],
  },
];
