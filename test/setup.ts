// CDK's own template validator makes each synth about forty times slower; one suite switches it on again.
process.env.CDK_VALIDATION = 'false';
// The same layout in every terminal.
process.env.COLUMNS = '120';
