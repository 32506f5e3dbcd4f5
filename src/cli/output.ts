/** Whoever reads stdout may stop reading, as `head` does: then there is nothing more to do. */
export const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
};
