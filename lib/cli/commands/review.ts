import type { Command } from 'commander';
import { toHtml, toMarkdown, toSvg, toTable, type ReviewDocument } from '../../review';
import { EXIT, exitOf, outcome, type Outcome } from '../exit';
import { DEFAULT_TARGET, reviewFrom, type PlanFlags } from '../inputs';
import type { Io } from '../io';
import { PROFILE, targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'html', 'json', 'svg'] as const;

interface ReviewFlags extends PlanFlags, OutputFlags {
  readonly failOnWarnings?: boolean;
  readonly all?: boolean;
  readonly sources?: boolean;
}

export function addReview(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('review')
    .argument('<file>', 'list of connections, YAML or JSON, `-` for standard input; or a kept review')
    .description(
      'open ports, permissions, warnings and manual steps of a list, and why: for a terminal, a pull request, a browser',
    )
    .option('--target <target>', targets(DEFAULT_TARGET))
    .option('--profile <profile>', PROFILE);
  withDocument(command, FORMATS, 'the same as --format json; keep it, and `diff` compares with it')
    .option('--all', 'table: notices in full, not counted by their kinds')
    .option('--sources', 'table: reasons under the names that rules carry, and the pages behind everything')
    .option('--fail-on-warnings', 'end with 1 when a warning is not acknowledged')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access review connections.yaml
  harness-delegate-access review connections.yaml --all --sources
  harness-delegate-access review connections.yaml --profile recommended --out review.html
  harness-delegate-access review connections.yaml --target gcp-firewall-policy --format markdown
  harness-delegate-access review connections.yaml --target aws-security-group,aws-network-firewall`,
    )
    .action((file: string, flags: ReviewFlags) => run(() => review(file, flags, io)));
}

function review(file: string, flags: ReviewFlags, io: Io): Outcome {
  const format = formatOf(flags, FORMATS);
  const document = reviewFrom(file, flags, io);
  io.progress(`writing ${format}`);
  const { all, sources, out } = flags;
  const table = (shown: ReviewDocument): string =>
    toTable(shown, { ...(out === undefined ? { width: io.width } : {}), all, sources });
  const renderers = { table, markdown: toMarkdown, html: toHtml, json, svg: toSvg };
  const isFound = flags.failOnWarnings === true && document.findings.some(isOpenWarning);
  return outcome(renderers[format](document), exitOf(isFound ? EXIT.found : EXIT.fine, flags), flags.out);
}

function isOpenWarning({ severity, acknowledged }: ReviewDocument['findings'][number]): boolean {
  return severity === 'warning' && acknowledged === undefined;
}
