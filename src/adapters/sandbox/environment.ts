/** The clean initial environment of every job; `programs` are the first folders of PATH. */
export const cleanEnvironment = (programs: readonly string[]): Record<string, string> => ({
  PATH: [...new Set([...programs, '/usr/local/bin', '/usr/bin', '/bin'])].join(':'),
  HOME: '/tmp',
  TMPDIR: '/tmp',
  USER: 'sandbox',
  LOGNAME: 'sandbox',
  LANG: 'C.UTF-8',
  MPLCONFIGDIR: '/tmp/matplotlib',
  MPLBACKEND: 'Agg',
  XDG_CACHE_HOME: '/tmp/cache',
  PYTHONNOUSERSITE: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
});
