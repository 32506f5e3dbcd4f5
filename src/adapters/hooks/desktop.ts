import type { Notice } from '../../ports/hooks.ts';

const title = 'AI Scientist';

/** The text is passed as an argument and never as a part of the script, which would run it. */
const appleScript = 'on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run';

/** The command that shows a notice on the desktop: `notify-send` on Linux, `osascript` on macOS. Throws elsewhere. */
export const desktopCommand = (platform: NodeJS.Platform, { text }: Notice): readonly [string, ...string[]] => {
  if (platform === 'linux') return ['notify-send', `--app-name=${title}`, '--', title, text];
  if (platform === 'darwin') return ['osascript', '-e', appleScript, title, text];
  throw new Error(`no program is known that shows notices on ${platform}: name one as "command"`);
};
