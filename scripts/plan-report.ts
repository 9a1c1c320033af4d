import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatReport, parseReport, planReport } from './plans/report';
import { isEnough, stepNeeded } from './plans/step';

/**
 * Writes the plan report, and holds it against that of the last release: `--check` fails when the version did not go up
 * far enough for what changed; `--release` keeps the report as that of a release.
 */

const ROOT = join(__dirname, '..');
const REPORT = join(ROOT, 'api/plans.txt');
const RELEASED = join(ROOT, 'api/plans.released.txt');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

function check(): void {
  const released = parseReport(readFileSync(RELEASED, 'utf8'));
  const { step, because } = stepNeeded(released.report, planReport());
  if (!isEnough(released.version, version, step)) {
    console.error(because.join('\n'));
    throw new Error(`version ${version} after ${released.version} is no ${step} step, which these differences ask for`);
  }
  console.log(`plans: ${step === 'none' ? 'the same as' : `a ${step} step after`} release ${released.version}`);
}

const text = formatReport(version, planReport());
if (process.argv.includes('--check')) {
  check();
} else {
  writeFileSync(REPORT, text);
  if (process.argv.includes('--release') || !existsSync(RELEASED)) {
    writeFileSync(RELEASED, text);
  }
}
