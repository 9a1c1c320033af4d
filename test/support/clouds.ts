import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, type Running } from './servers';

/** Services on loopback that say who somebody is, as the clouds answer; what they are asked is kept. */

/** Values that no report may have. */
export const SECRETS = {
  key: 'wJalrXUtnFEMIexampleSECRETKEY',
  session: 'IQoJb3JpZ2luX2VjSECRETSESSION',
  container: 'SECRETcontainerAUTHORIZATION',
  pod: 'SECRETpodTOKEN',
};

interface Cloud {
  /** Role of the machine; none where it is empty. */
  readonly machineRole?: string;
  /** ARN that STS answers, or a code with which it refuses. */
  readonly sts?: string;
  /** Email of the machine, or what answers instead. */
  readonly email?: string;
  readonly isNoMetadata?: boolean;
  /** Access token and project of the machine. */
  readonly googleToken?: string;
  readonly googleProject?: string;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface RunningCloud extends Running {
  readonly asked: readonly Asked[];
  /** Variables that lead to it. */
  readonly environment: Readonly<Record<string, string>>;
}

export async function cloud({
  machineRole,
  sts,
  email,
  isNoMetadata,
  googleToken,
  googleProject,
}: Cloud): Promise<RunningCloud> {
  const asked: Asked[] = [];
  const keys = { AccessKeyId: 'AKIDEXAMPLE', SecretAccessKey: SECRETS.key, Token: SECRETS.session };
  const role = '/latest/meta-data/iam/security-credentials/';
  const end = (response: ServerResponse, status: number, text = '', headers = {}): void =>
    void response.writeHead(status, headers).end(text);
  const answer = ({ method, url, headers }: Asked, response: ServerResponse): void => {
    const flavor = { 'Metadata-Flavor': 'Google', 'Content-Type': 'application/json' };
    if (url.startsWith('/computeMetadata/v1/instance/service-accounts/default/token') && googleToken !== undefined) {
      return end(response, 200, JSON.stringify({ access_token: googleToken, expires_in: 3600 }), flavor);
    }
    if (url.startsWith('/computeMetadata/v1/instance/service-accounts/?')) {
      return end(response, 200, JSON.stringify({ default: { email } }), flavor);
    }
    switch (`${method} ${url}`) {
      case 'GET /computeMetadata/v1/instance':
        return end(response, 200, '', flavor);
      case 'GET /computeMetadata/v1/project/project-id':
        return end(response, 200, googleProject, { 'Metadata-Flavor': 'Google' });
      case 'GET /computeMetadata/v1/universe/universe-domain':
        return end(response, 404, '', flavor);
      case 'PUT /latest/api/token':
        return end(response, 200, 'metadata-token==');
      case `GET ${role}`:
        return machineRole === undefined ? end(response, 404) : end(response, 200, machineRole);
      case `GET ${role}${machineRole}`:
        return headers['x-aws-ec2-metadata-token'] === 'metadata-token=='
          ? end(response, 200, JSON.stringify(keys))
          : end(response, 401);
      case 'GET /latest/meta-data/iam/info':
        return end(
          response,
          200,
          JSON.stringify({ InstanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/some/profile' }),
        );
      case 'GET /container':
        return headers.authorization === SECRETS.container
          ? end(response, 200, JSON.stringify({ ...keys, RoleArn: 'arn:aws:iam::111122223333:role/task' }))
          : end(response, 401);
      case 'GET /computeMetadata/v1/instance/service-accounts/default/email':
        return email === undefined
          ? end(response, 404, '', { 'Metadata-Flavor': 'Google' })
          : end(response, 200, email, isNoMetadata === true ? {} : { 'Metadata-Flavor': 'Google' });
      default:
        return sts?.startsWith('arn:') === true
          ? end(response, 200, `<Response><Result><Arn>${sts}</Arn><Key>${SECRETS.key}</Key></Result></Response>`)
          : end(response, 403, `<ErrorResponse><Error><Code>${sts}</Code></Error></ErrorResponse>`);
    }
  };
  const running = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      asked.push(one);
      answer(one, response);
    });
  });
  return {
    ...running,
    asked,
    environment: {
      AWS_ENDPOINT_URL_STS: `${running.address}/`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: running.address,
      GCE_METADATA_HOST: `127.0.0.1:${running.port}`,
      HOME: '/nowhere',
    },
  };
}

/** A token of a service account, which nobody signed. */
export function podToken(subject: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ sub: subject, note: '>>>???' })}.${SECRETS.pod}`;
}
