/** Something that only one platform can name, such as an AWS security group; made by that platform's entry point. */
export interface NativeTarget {
  /** Who can match it: `aws`, `gcp`. */
  readonly platform: string;
  /** Its kind there: `connectable`, `prefix-list`. */
  readonly kind: string;
  /** The platform's own object; never read outside the platform's room. */
  readonly value: unknown;
  /** Its name says all of its value, so that equal names are equal values. */
  readonly isNamedByValue?: true;
  /** Number of rules that it counts for in the platform's quota. */
  readonly weight: number;
}
