import type { CommandGroup } from './command.ts';

/** In the order of `--help`. Only the called command is loaded. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Do research:',
    commands: [
      {
        name: 'start',
        usage: '[options]',
        description: 'Run the grokking template offline, in a few minutes.',
        load: async () => (await import('./research/start.ts')).define,
      },
      {
        name: 'run',
        usage: '[options] <template>',
        description: 'Start a run: take a template to reviewed papers.',
        load: async () => (await import('./research/run.ts')).define,
      },
      {
        name: 'review',
        usage: '[options] <paper>',
        description: 'Review a paper: independent reviews with reflections, summarized by an area chair.',
        load: async () => (await import('./research/review.ts')).define,
      },
      {
        name: 'template',
        usage: '[options] <action> <template>',
        description: 'Try a template before a run: files, baseline, metrics, figures, paper.',
        load: async () => (await import('./templates/template.ts')).define,
      },
    ],
  },
  {
    title: 'Look:',
    commands: [
      {
        name: 'watch',
        usage: '[options] [run]',
        description: 'Follow a run live from another terminal until it ends.',
        load: async () => (await import('./look/watch.ts')).define,
      },
      {
        name: 'runs',
        usage: '[options]',
        description: 'List all runs, newest first.',
        load: async () => (await import('./look/runs.ts')).define,
      },
      {
        name: 'show',
        usage: '[options] <run>',
        description: 'Show one run: settings, ideas, papers, cost and time, hash chain; or its events.',
        load: async () => (await import('./look/show.ts')).define,
      },
      {
        name: 'archive',
        usage: '[options] [idea]',
        description: 'List all ideas of all runs; with a name, show everything about that idea.',
        load: async () => (await import('./look/archive.ts')).define,
      },
      {
        name: 'report',
        usage: '[options] [runs...]',
        description: 'Print the tables of a set of runs, draw them, or compare reviews with people’s decisions.',
        load: async () => (await import('./look/report.ts')).define,
      },
    ],
  },
  {
    title: 'Steer:',
    commands: [
      {
        name: 'pause',
        usage: '[options] <run>',
        description: 'Start no new tasks of a run; tasks under way finish.',
        load: async () => (await import('./steer/pause.ts')).define,
      },
      {
        name: 'resume',
        usage: '[options] <run>',
        description: 'Continue a paused or interrupted run where it stopped.',
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
        description: 'List the tasks of a run without a result, such as a paid call whose answer was lost.',
        load: async () => (await import('./steer/unresolved.ts')).define,
      },
      {
        name: 'answer',
        usage: '[options] <run> <task>',
        description: 'Resolve a task without a result: retry it, supply its answer, or abandon it.',
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
        description: 'Comment on an idea; the roles that work on it are told from then on.',
        load: async () => (await import('./take-part/comment.ts')).define,
      },
      {
        name: 'approve',
        usage: '<run> <idea>',
        description: 'Approve an idea that waits for approval (runs with --approve-ideas).',
        load: async () => (await import('./take-part/approve.ts')).define,
      },
      {
        name: 'reject',
        usage: '[options] <run> <idea>',
        description: 'End an idea that waits for approval or is in development.',
        load: async () => (await import('./take-part/reject.ts')).define,
      },
      {
        name: 'revise',
        usage: '<run> <idea> <text>',
        description: 'Have the Writer revise a finished paper; it is compiled and reviewed again.',
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
        description: "Step through a run's log, or compare the log with what today's code makes of it.",
        load: async () => (await import('./debug/replay.ts')).define,
      },
      {
        name: 'why',
        usage: '[options] <run> [target]',
        description: 'Trace an event, an idea, or a line of a paper back to its causes.',
        load: async () => (await import('./debug/why.ts')).define,
      },
      {
        name: 'fork',
        usage: '[options] <run>',
        description: 'Start a run that shares the history of another up to an event, with something changed.',
        load: async () => (await import('./debug/fork.ts')).define,
      },
      {
        name: 'diff',
        usage: '[options] <run> <other>',
        description: 'Compare two runs: first difference, ideas, code, metrics, papers, scores, cost and time.',
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
        description: 'Check that a run or a bundle is what was recorded, or say where it is not.',
        load: async () => (await import('./keep/verify.ts')).define,
      },
      {
        name: 'repair',
        usage: '[options] <run>',
        description: 'Repair a damaged run from a bundle, or by cutting off its damaged end; or list the options.',
        load: async () => (await import('./keep/repair.ts')).define,
      },
      {
        name: 'export',
        usage: '[options] <run>',
        description: 'Write a run to one file: events, blobs, template and charts.',
        load: async () => (await import('./keep/export.ts')).define,
      },
      {
        name: 'import',
        usage: '<file>',
        description: 'Restore a run from a bundle, after checking everything in it.',
        load: async () => (await import('./keep/import.ts')).define,
      },
      {
        name: 'delete',
        usage: '[options] <run>',
        description: 'Delete a run permanently: its log and its tasks.',
        load: async () => (await import('./keep/delete.ts')).define,
      },
      {
        name: 'gc',
        usage: '[options]',
        description: 'Delete the stored files that no run needs, and report how much space that frees.',
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
        description: 'List each part that a run needs: its version, or how to install it.',
        load: async () => (await import('./set-up/doctor.ts')).define,
      },
      {
        name: 'setup',
        usage: '',
        description: 'Install the missing parts that a run needs.',
        load: async () => (await import('./set-up/setup.ts')).define,
      },
      {
        name: 'completion',
        usage: '<shell>',
        description: 'Print the completion of commands and options for bash, zsh or fish.',
        load: async () => (await import('./set-up/completion.ts')).define,
      },
      {
        name: 'sandbox',
        usage: '',
        description: 'Manage the Docker image and containers that experiments run in.',
        load: async () => (await import('./set-up/sandbox.ts')).define,
      },
    ],
  },
];
