import type { Command } from 'commander';
import { toHtml, toMarkdown, toSvg, toTable, type ReviewDocument } from '../../review';
import { outcome, type Outcome } from '../exit';
import { DEFAULT_TARGET, reviewFrom, type PlanFlags } from '../inputs';
import type { Io } from '../io';
import { PROFILE, targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'html', 'json', 'svg'] as const;

interface ReviewFlags extends PlanFlags, OutputFlags {
  readonly failOnWarnings?: boolean;
}

export function addReview(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('review')
    .argument('<file>', 'list of connections, YAML or JSON, `-` for standard input; or a kept review')
    .description(
      'what the list opens and allows, and why: for a terminal, a pull request, a browser or another program',
    )
    .option('--target <target>', targets(DEFAULT_TARGET))
    .option('--profile <profile>', PROFILE);
  withDocument(command, FORMATS, 'the same as --format json; keep it, and `diff` compares with it')
    .option('--fail-on-warnings', 'end with 1 when a warning is not acknowledged')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access review connections.yaml
  harness-delegate-access review connections.yaml --profile recommended --out review.html
  harness-delegate-access review connections.yaml --target gcp-firewall-policy --format markdown`,
    )
    .action((file: string, flags: ReviewFlags) => run(() => review(file, flags, io)));
}

function review(file: string, flags: ReviewFlags, io: Io): Outcome {
  const format = formatOf(flags, FORMATS);
  const document = reviewFrom(file, flags, io);
  io.progress(`writing ${format}`);
  const renderers = { table: toTable, markdown: toMarkdown, html: toHtml, json, svg: toSvg };
  const isFound = flags.failOnWarnings === true && document.findings.some(isOpenWarning);
  return outcome(renderers[format](document), isFound, flags.out);
}

function isOpenWarning({ severity, acknowledged }: ReviewDocument['findings'][number]): boolean {
  return severity === 'warning' && acknowledged === undefined;
}
