const IMAGE = 'us-docker.pkg.dev/gar-prod-setup/harness-public/harness/delegate:26.02.88404';

/**
 * Cloud-init for Container-Optimized OS: a unit that reads the token from Secret Manager as the service account of the
 * machine, and runs the delegate. The root file system is read-only, so the token is in a file of `/run`, in memory.
 */
export function startDelegate({ project, secret }: { readonly project: string; readonly secret: string }): string {
  return `#cloud-config
write_files:
- path: /etc/harness/delegate.env
  permissions: '0644'
  content: |
    ACCOUNT_ID=your-harness-account-id
    DELEGATE_NAME=gce-delegate
    DELEGATE_TYPE=DOCKER
    NEXT_GEN=true
    MANAGER_HOST_AND_PORT=https://app.harness.io
    LOG_STREAMING_SERVICE_URL=https://app.harness.io/log-service/
- path: /etc/harness/read-token
  permissions: '0755'
  content: |
    #!/bin/bash
    set -euo pipefail
    metadata=http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token
    bearer=$(curl -sSf -H 'Metadata-Flavor: Google' "$metadata" | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
    answer=$(curl -sSf -H "Authorization: Bearer $bearer" \\
      https://secretmanager.googleapis.com/v1/projects/${project}/secrets/${secret}/versions/latest:access)
    umask 077
    echo "DELEGATE_TOKEN=$(tr -d '\\n' <<<"$answer" | sed 's/.*"data": *"\\([^"]*\\)".*/\\1/' | base64 -d)" >/run/harness-token.env
- path: /etc/systemd/system/delegate.service
  permissions: '0644'
  content: |
    [Unit]
    Description=Harness Delegate
    Wants=network-online.target docker.service
    After=network-online.target docker.service

    [Service]
    ExecStartPre=/bin/bash /etc/harness/read-token
    ExecStart=/usr/bin/docker run --rm --name delegate --network host --env-file /etc/harness/delegate.env --env-file /run/harness-token.env ${IMAGE}
    ExecStop=/usr/bin/docker stop delegate
    Restart=always
    RestartSec=10

runcmd:
- systemctl daemon-reload
- systemctl start delegate.service
`;
}
