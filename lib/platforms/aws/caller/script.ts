/**
 * The same question in bash, as far as curl 7.61 can ask it: it signs nothing. The token of a pod goes to STS by a file, not by
 * an argument, and only under a trusted certificate; of each answer, the ARN alone is kept.
 */
export const SCRIPT = String.raw`
  local base answer token name arn region suffix
  if [ -n "\${AWS_ACCESS_KEY_ID-}" ]; then
    hda_is 'not asked' 'keys in the environment' '' 'a script cannot sign a request'
  elif [ -n "\${AWS_ROLE_ARN-}" ] && [ -n "\${AWS_WEB_IDENTITY_TOKEN_FILE-}" ]; then
    region=\${AWS_REGION:-\${AWS_DEFAULT_REGION-}}
    suffix=amazonaws.com
    case $region in cn-*) suffix=amazonaws.com.cn ;; esac
    base=\${AWS_ENDPOINT_URL_STS:-\${AWS_ENDPOINT_URL:-https://sts.\${region:+$region.}$suffix/}}
    case $base in
      https://* | http://127.* | http://localhost[:/]*) ;;
      *)
        hda_is 'not asked' 'the service account of the pod (AWS_ROLE_ARN)' "$AWS_ROLE_ARN" 'the address of STS in the environment is not https'
        return
        ;;
    esac
    answer=$(hda_curl public -d Action=AssumeRoleWithWebIdentity -d Version=2011-06-15 \
      --data-urlencode "RoleArn=$AWS_ROLE_ARN" -d RoleSessionName=harness-delegate-access-preflight -d DurationSeconds=900 \
      --data-urlencode "WebIdentityToken@$AWS_WEB_IDENTITY_TOKEN_FILE" "$base")
    arn=$(printf '%s' "$answer" | awk 'match($0, /<Arn>[^<]*</) { print substr($0, RSTART + 5, RLENGTH - 6); exit }')
    name=$(printf '%s' "$answer" | awk 'match($0, /<Code>[^<]*</) { print substr($0, RSTART + 6, RLENGTH - 7); exit }')
    if [ -n "$arn" ]; then
      hda_is known 'the service account of the pod (AWS_ROLE_ARN)' "$arn"
    elif [ -n "$name" ]; then
      hda_is refused 'the service account of the pod (AWS_ROLE_ARN)' "$AWS_ROLE_ARN" "STS answers $name"
    else
      hda_is claimed 'the service account of the pod (AWS_ROLE_ARN)' "$AWS_ROLE_ARN" 'STS: it does not answer'
    fi
  elif [ -n "\${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI-}" ]; then
    answer=$(hda_curl local "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    arn=$(printf '%s' "$answer" | awk 'match($0, /"RoleArn"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }')
    if [ -n "$arn" ]; then
      hda_is known 'the role of the ECS task' "$arn"
    else
      hda_is 'not asked' 'the role of the ECS task' '' 'it does not answer'
    fi
  elif [ -n "\${AWS_CONTAINER_CREDENTIALS_FULL_URI-}" ]; then
    hda_is 'not asked' 'Pod Identity of the cluster' '' 'a script cannot sign a request'
  else
    base=\${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}
    base=\${base%/}
    token=$(hda_curl local -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$base/latest/api/token")
    case $token in
      '' | *[!A-Za-z0-9=_+/-]*) hda_is none 'metadata of the machine' '' 'there are no keys in the environment, and the metadata service does not answer' ;;
      *)
        name=$(hda_curl local -H "X-aws-ec2-metadata-token: $token" "$base/latest/meta-data/iam/security-credentials/" | awk 'NR == 1 { print $1 }')
        arn=$(hda_curl local -H "X-aws-ec2-metadata-token: $token" "$base/latest/meta-data/iam/info" |
          awk 'match($0, /"InstanceProfileArn"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }')
        case $name in
          '' | *[!A-Za-z0-9+=,.@_-]*) hda_is none 'metadata of the machine' '' 'the machine has no role' ;;
          *) hda_is known 'metadata of the machine' "\${arn%%:instance-profile/*}:role/$name" ;;
        esac
        ;;
    esac
  fi
`.replaceAll('\\$', '$');
