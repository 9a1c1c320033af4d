/** No file of `lib` needs itself, through types either: such files are one file, or lack one that both need. */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'these files need each other, types included: give what they share a file of its own',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    includeOnly: '^lib/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.dev.json' },
  },
};
