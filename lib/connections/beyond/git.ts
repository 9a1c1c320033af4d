import { delegateCode, fromUser, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { LEFT_OPEN } from '../props';

const PAGE = terraformConnector('git');
const GIT_CLIENT = delegateCode('960-api-services/src/main/java/io/harness/git/GitClientHelper.java');

export default connection({
  id: 'git',
  title: 'Git',
  page: PAGE,
  factory: 'git',
  summary: 'the port is that of the address, so `ports` is needed: 443 for https, 22 for SSH, 9418 for git.',
  props: LEFT_OPEN,
  statements: [
    fromUser('ports', 443, 'service', 'left open', 'clones; the port of the address of the repository', [
      PAGE,
      GIT_CLIENT,
    ]),
  ],
  credentials: [{ what: 'a user and a password or a token, an SSH key, or none', source: PAGE }],
  remarks: [{ text: 'it clones alone: this connector has no API', source: GIT_CLIENT }],
});
