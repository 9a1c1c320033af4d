// Preloaded: writes the peak of the resident memory of the process at its end, in MiB, to the file BENCH_PEAK.
process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS / 1024));
});
