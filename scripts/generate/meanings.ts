/** Docstrings of generated types, where their names and props are not enough. */
export const MEANINGS: Readonly<Record<string, string>> = {
  Acknowledgement: 'Acknowledges a finding, with a reason.',
  HarnessCluster: 'The cluster of Harness that an account is on.',
  Hosting: '`saas`: hosted by the vendor; `own`: self-hosted.',
  LeftOpenProps: 'For rows whose port Harness leaves open.',
  Reach: "Destinations of each kind, as the delegate's network reaches them.",
  ReviewAcknowledgement: 'Reason of an acknowledgement, and its last day (such as 2027-01-31).',
  ReviewPermissionPlace: 'Account, project or namespace of a permission, as far as it is known.',
  ReviewWhere: 'Owner of this access, as far as it is known: ids or names.',
  RevisionBucketScope: 'A bucket whose revisions are read.',
};
