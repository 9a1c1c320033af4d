/** What a generated type is, where its name and its props do not say so. */
export const MEANINGS: Readonly<Record<string, string>> = {
  Acknowledgement: 'Says that somebody has seen a finding and accepts it.',
  HarnessCluster: 'The cluster of Harness that an account is on.',
  Hosting: '`saas`: the vendor hosts it; `own`: you do.',
  LeftOpenProps: 'For rows whose port the table leaves open.',
  Reach: "Where each kind of destination is reached from the delegate's network.",
  ReviewAcknowledgement: 'Why a finding was accepted, and until when (a date, such as 2027-01-31).',
  ReviewPermissionPlace: 'Where a permission is granted, as far as that is known.',
  ReviewWhere: 'Whose access this is, as far as that is known: ids or names.',
  RevisionBucketScope: 'A bucket whose revisions are read.',
};
