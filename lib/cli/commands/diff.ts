import type { Command } from 'commander';
import { AccessError, collect, show, throwIfAny, type Problem } from '../../base';
import {
  differenceMarkdown,
  differenceOf,
  differenceTable,
  type NotCompared,
  type ReviewDifference,
  type ReviewPair,
} from '../../compare';
import { readPlanFile } from '../../plan';
import { Target } from '../../platforms/target';
import type { ReviewDocument } from '../../review';
import { EXIT, EXIT_CODES, exitOf, outcome, type ExitCode, type Outcome } from '../exit';
import { DEFAULT_TARGET, keptReview, layerNames, sourceFrom, type PlanFlags, type ReviewSource } from '../inputs';
import type { Io } from '../io';
import { targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'json'] as const;

interface DiffFlags extends PlanFlags, OutputFlags {
  readonly against?: string;
  readonly fromProfile?: string;
  readonly toProfile?: string;
}

export function addDiff(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('diff')
    .argument('<old>', 'list of connections, or a kept review (JSON)')
    .argument('[new]', 'the same, after the change')
    .description(
      'compare two lists: opened and closed ports, added and removed permissions, with reasons; exit code 1 when a port opens or a permission is added',
    )
    .option(
      '--against <review.json>',
      'replaces <old>: a kept review, for instance of an earlier version of this library',
    )
    .option('--target <target>', targets(`that of a kept review, or ${DEFAULT_TARGET}`))
    .option('--profile <profile>', 'documented or recommended, for both (default: that of each file or kept review)')
    .option('--from-profile <profile>', 'the profile of <old>')
    .option('--to-profile <profile>', 'the profile of [new], or of <old> when it is compared with itself');
  withDocument(command, FORMATS)
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access diff main/connections.yaml connections.yaml
  harness-delegate-access diff connections.yaml --from-profile documented --to-profile recommended
  harness-delegate-access diff connections.yaml --against review.json   # would an upgrade of this library open anything?

Traffic on every target and permissions of every cloud are compared, whatever \`--target\` draws.

${EXIT_CODES}`,
    )
    .action((old: string, changed: string | undefined, flags: DiffFlags) => run(() => diff(old, changed, flags, io)));
}

function diff(old: string, changed: string | undefined, flags: DiffFlags, io: Io): Outcome {
  const format = formatOf(flags, FORMATS);
  const [before, after] = sources(old, changed, flags, io);
  io.progress('comparing');
  const { pairs, notCompared } = otherTargets(before, after);
  const difference = differenceOf(before.review, after.review, pairs, notCompared);
  const drawn = { drawsOthers: flags.target === undefined };
  const renderers = {
    table: (shown: ReviewDifference) => differenceTable(shown, drawn),
    markdown: (shown: ReviewDifference) => differenceMarkdown(shown, drawn),
    json,
  };
  return outcome(renderers[format](difference), exitOf(codeOf(difference), flags), flags.out);
}

function codeOf({ isWider, cannotTell }: ReviewDifference): ExitCode {
  return isWider ? EXIT.found : cannotTell.length > 0 ? EXIT.cannotTell : EXIT.fine;
}

/** Both lists on every other target; a list that a target cannot enforce is not compared there, which the output says. */
function otherTargets(
  before: ReviewSource,
  after: ReviewSource,
): { readonly pairs: readonly ReviewPair[]; readonly notCompared: readonly NotCompared[] } {
  const pairs: ReviewPair[] = [];
  const notCompared: NotCompared[] = [];
  const layers = layerNames(after.review).split(',');
  for (const target of Target.all().filter(({ name }) => !layers.includes(name))) {
    if (before.on === undefined || after.on === undefined) {
      continue;
    }
    try {
      pairs.push([before.on(target), after.on(target)]);
    } catch (error) {
      if (!(error instanceof AccessError)) {
        throw error;
      }
      notCompared.push({ target: target.facts.title, why: error.problems[0]!.message });
    }
  }
  return { pairs, notCompared };
}

/** Before and after. */
type Sources = [ReviewSource, ReviewSource];

function sources(old: string, changed: string | undefined, flags: DiffFlags, io: Io): Sources {
  const { against, fromProfile, toProfile, profile } = flags;
  if (against !== undefined && changed !== undefined) {
    throw AccessError.of('InvalidChoice', 'set a second file or `--against`, got both');
  }
  if (against === undefined && changed === undefined && fromProfile === undefined && toProfile === undefined) {
    throw AccessError.of(
      'InvalidChoice',
      'one file alone has no difference; set a second one, `--against`, or `--from-profile` and `--to-profile`',
    );
  }
  const [before, after] = [against ?? old, changed ?? old];
  const kept = [before, after].map((path) => keptReview(path));
  if (against !== undefined && kept[0] === undefined) {
    throw AccessError.of(
      'InvalidReview',
      `${show(against)} is not a kept review; write one with \`review --format json\``,
    );
  }
  const problems: Problem[] = [];
  const read = (path: string, own: string | undefined): ReviewSource | undefined =>
    collect(problems, '', () => sourceFrom(path, like(kept, path, { ...flags, profile: own ?? profile }), io));
  const both = [read(before, fromProfile), read(after, toProfile)];
  throwIfAny(problems);
  return both as Sources;
}

/** Flags of a list beside a kept review: the same target and, unless set otherwise, the same profile. */
function like(kept: readonly (ReviewDocument | undefined)[], path: string, flags: PlanFlags): PlanFlags {
  const model = kept.find((review) => review !== undefined);
  if (model === undefined || keptReview(path) !== undefined) {
    return flags;
  }
  const profile = flags.profile ?? readPlanFile(path).options.profile?.name ?? model.profile;
  return { ...flags, target: flags.target ?? layerNames(model), profile };
}
