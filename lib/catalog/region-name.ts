import { AccessError, isTokenText, nearMiss, schema, show, type Schema } from '../base';
import { REGIONS } from './partitions';

/** Regions of AWS, by name. */

const PATTERN = /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/;

/** `eu-west1`, `EU_WEST_1`, `eu-west-1a`. */
function meant(text: string): string | undefined {
  const [, area, place, number] =
    /^([a-z]{2,4})[-_ ]?([a-z]+(?:[-_ ][a-z]+)?)[-_ ]?(\d)[a-f]?$/i.exec(text.trim()) ?? [];
  const name = area === undefined ? '' : `${area}-${place}-${number}`.toLowerCase().replace(/[_ ]/g, '-');
  return REGIONS.includes(name) ? name : nearMiss(text, REGIONS);
}

/**
 * A known region, or one that is like no other: that is a finding of the plan. One with a new number, such as
 * `eu-west-9`, may be new; another near miss is a typing error. A token passes as it is.
 */
export const awsRegion: Schema<string> = schema(
  () => ({
    json: { type: 'string', pattern: PATTERN.source, description: 'an AWS region such as eu-west-1' },
    type: 'string',
  }),
  (value, at) => {
    const text = typeof value === 'string' ? value : '';
    if (isTokenText(text) || REGIONS.includes(text)) {
      return text;
    }
    const near = meant(text);
    const isNew = PATTERN.test(text) && (near === undefined || withoutNumber(near) === withoutNumber(text));
    if (!isNew) {
      const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
      throw AccessError.of(
        'InvalidRegion',
        `\`${at}\` must be an AWS region such as eu-west-1, got ${show(value)}${hint}`,
      );
    }
    return text;
  },
);

function withoutNumber(region: string): string {
  return region.replace(/\d+$/, '');
}
