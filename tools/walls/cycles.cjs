/** Zero import cycles at run time: type-only imports are gone after compilation and do not count. */
module.exports = {
  forbidden: [
    { name: 'no-run-time-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules/(?!@evenground)' },
    exclude: { path: '\\.spec\\.ts$|/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@evenground/source', 'import', 'node', 'default'],
    },
  },
};
