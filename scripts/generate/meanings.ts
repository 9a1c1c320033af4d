/** What a generated type is, where its name and its props do not say so. */
export const MEANINGS: Readonly<Record<string, string>> = {
  Acknowledgement: 'Acknowledges a finding, with a reason.',
  HarnessCluster: 'The cluster of Harness that an account is on.',
  Hosting: '`saas`: the vendor hosts it; `own`: you do.',
  LeftOpenProps: 'For rows whose port the table leaves open.',
  Reach: "Where each kind of destination is reached from the delegate's network.",
  ReviewAcknowledgement: 'Reason of an acknowledgement, and its last day (such as 2027-01-31).',
  ReviewPermissionPlace: 'Account, project or namespace of a permission, as far as it is known.',
  ReviewWhere: 'Whose access this is, as far as that is known: ids or names.',
  RevisionBucketScope: 'A bucket whose revisions are read.',
};
