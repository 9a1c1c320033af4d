import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connections } from '../examples/one-list/connections';
import { findingsFacts } from '../lib/cli/catalogue/finding-facts';
import { findingsMarkdown } from '../lib/cli/catalogue/finding-markdown';
import { catalogueFacts } from '../lib/cli/catalogue/row-facts';
import { catalogueMarkdown } from '../lib/cli/catalogue/row-markdown';
import { HarnessPlatform, Plan, Profile, reviewOf, Target, toSvg } from 'harness-delegate-access';

/** Writes what is generated for readers: the pages of the catalogue and of findings, the picture of the README, the diffs of CONTRIBUTING. */

const ROOT = join(__dirname, '..');

const plan = Plan.of(connections, {
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  asOf: '2026-11-24',
});
writeFileSync(join(ROOT, 'docs/example.svg'), toSvg(reviewOf(plan.on(Target.AWS_SECURITY_GROUP))));
writeFileSync(join(ROOT, 'docs/connections.md'), catalogueMarkdown(catalogueFacts()));
writeFileSync(join(ROOT, 'docs/findings.md'), findingsMarkdown(findingsFacts()));

const contributing = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const withDiffs = contributing.replace(
  /^(```diff (\S+)\n)[^]*?^```$/gm,
  (_, fence: string, file: string) => `${fence}${readFileSync(join(ROOT, file), 'utf8')}\`\`\``,
);
writeFileSync(join(ROOT, 'CONTRIBUTING.md'), withDiffs);
