import { list, object, Schema, textOr, type Parsed, type Problem } from '../../base';
import { text } from '../../network';
import { gcsBucketName, googleId, patterned } from '../cloud-names';

/** Roles of Google Cloud that a user names. */

/** https://cloud.google.com/iam/docs/roles-overview */
const ROLE =
  /^(roles\/[A-Za-z][A-Za-z0-9.]*|projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/roles\/[A-Za-z0-9_.]{3,64}|organizations\/\d+\/roles\/[A-Za-z0-9_.]{3,64})$/;

const roleName = patterned(
  'InvalidRole',
  'a role such as roles/pubsub.publisher or projects/acme-prod/roles/publisher',
  ROLE,
  {
    meant: (role) => [`roles/${role}`],
  },
);

const OBJECT = object('GoogleGrant', {
  role: roleName.required().doc('Id of the role.'),
  project: googleId.doc('Project in which it is granted.', '- the project of the construct'),
  bucket: gcsBucketName.doc('Granted on this bucket alone.', '- the project'),
  secret: googleId.doc('Granted on this secret of Secret Manager alone.', '- the project'),
  repository: googleId.doc('Granted on this repository of Artifact Registry alone; needs `location`.', '- the project'),
  location: googleId.doc('Location of the repository.', '- none'),
  reason: text.doc('Why the delegate needs it; shown to whoever reviews it.', '- the `reason` of the connection'),
});

export type GoogleGrant = Parsed<typeof OBJECT>;

const GRANT = new Schema<GoogleGrant>(
  (value, at, problems) => {
    const known = problems.length;
    const parsed = OBJECT.read(value, at, problems);
    if (parsed !== undefined && problems.length === known) {
      problems.push(...placeProblems(parsed, at));
    }
    return parsed;
  },
  () => OBJECT.facts,
  false,
);

/** Grants, each as an object or as a role in the project. */
export const googleGrants = list(
  textOr(roleName, (role): GoogleGrant => ({ role }), GRANT),
  1,
);

function placeProblems({ bucket, secret, repository, location, project }: GoogleGrant, at: string): Problem[] {
  const places = Object.entries({ bucket, secret, repository }).filter(([, value]) => value !== undefined);
  const invalid = (message: string): Problem => ({ code: 'InvalidGrant', message: `\`${at}\` ${message}`, at });
  return [
    ...(places.length > 1
      ? [
          invalid(
            `is granted on one thing, got ${places.map(([name]) => `\`${name}\``).join(' and ')}; write one entry for each`,
          ),
        ]
      : []),
    ...((repository === undefined) === (location === undefined)
      ? []
      : [
          invalid(
            "needs `repository` and `location` together, such as `{ location: 'europe-west1', repository: 'images' }`",
          ),
        ]),
    ...(bucket !== undefined && project !== undefined
      ? [invalid('has `bucket` and `project`; the name of a bucket says where it is, leave out `project`')]
      : []),
  ];
}
