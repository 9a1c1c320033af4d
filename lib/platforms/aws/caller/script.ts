/**
 * The same question in bash, as far as curl 7.61 can ask it: it signs nothing. The token of a pod goes to STS by a file, not by
 * an argument, and only under a trusted certificate; of each answer, the ARN alone is kept.
 */
export const SCRIPT = String.raw`
  local base answer token name arn region suffix pod='the service account of the pod (AWS_ROLE_ARN)' home=\${HOME:-/}
  if [ -n "\${AWS_ACCESS_KEY_ID-}" ] && [ -n "\${AWS_SECRET_ACCESS_KEY-}" ]; then
    hda_is 'not asked' 'keys in the environment' '' 'a script cannot sign a request'
  elif [ -n "\${AWS_ROLE_ARN-}" ] && [ -n "\${AWS_WEB_IDENTITY_TOKEN_FILE-}" ]; then
    region=\${AWS_REGION:-\${AWS_DEFAULT_REGION-}}
    suffix=amazonaws.com
    case $region in cn-*) suffix=amazonaws.com.cn ;; esac
    base=\${AWS_ENDPOINT_URL_STS:-\${AWS_ENDPOINT_URL:-https://sts.\${region:+$region.}$suffix/}}
    name=public
    if [[ $base =~ ^http://(127\.[0-9.]+|localhost)(:[0-9]+)?(/|$) ]]; then
      name=local
    elif [[ ! $base =~ ^https://[^@]*$ ]]; then
      hda_is 'not asked' "$pod" "$AWS_ROLE_ARN" 'the address of STS in the environment is not https'
      return
    fi
    if [ ! -f "$AWS_WEB_IDENTITY_TOKEN_FILE" ] || [ ! -r "$AWS_WEB_IDENTITY_TOKEN_FILE" ]; then
      hda_is 'not asked' "$pod" "$AWS_ROLE_ARN" 'AWS_WEB_IDENTITY_TOKEN_FILE cannot be read'
      return
    fi
    answer=$(hda_curl "$name" -d Action=AssumeRoleWithWebIdentity -d Version=2011-06-15 \
      --data-urlencode "RoleArn=$AWS_ROLE_ARN" -d RoleSessionName=harness-delegate-access-preflight -d DurationSeconds=900 \
      --data-urlencode "WebIdentityToken@$AWS_WEB_IDENTITY_TOKEN_FILE" "$base") || answer=
    arn=
    name=
    if [[ $answer =~ \<Arn\>(arn:[a-z0-9-]+:(sts|iam)::[0-9]{12}:[A-Za-z0-9_+=,.@/-]+)\</Arn\> ]]; then arn=\${BASH_REMATCH[1]}; fi
    if [[ $answer =~ \<Code\>([A-Za-z0-9_]+)\</Code\> ]]; then name=\${BASH_REMATCH[1]}; fi
    if [ -n "$arn" ]; then
      hda_is known "$pod" "$arn"
    elif [[ $name =~ ^(AccessDenied.*|ExpiredToken.*|InvalidIdentityToken|IDPRejectedClaim)$ ]]; then
      hda_is refused "$pod" "$AWS_ROLE_ARN" "STS answers $name"
    else
      hda_is claimed "$pod" "$AWS_ROLE_ARN" "STS: \${name:-it does not answer}"
    fi
  elif [ -n "\${AWS_PROFILE-}" ] || [ -e "\${AWS_SHARED_CREDENTIALS_FILE:-$home/.aws/credentials}" ] ||
    [ -e "\${AWS_CONFIG_FILE:-$home/.aws/config}" ]; then
    hda_is 'not asked' 'a profile' '' 'profiles are not read'
  elif [ -n "\${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI-}" ]; then
    arn=
    if [[ $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = /* ]]; then
      arn=$(hda_curl local "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" |
        awk 'match($0, /"RoleArn"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }')
    fi
    if [[ $arn =~ ^arn:[a-z0-9-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$ ]]; then
      hda_is known 'the role of the ECS task' "$arn"
    else
      hda_is 'not asked' 'the role of the ECS task' '' 'it does not answer'
    fi
  elif [ -n "\${AWS_CONTAINER_CREDENTIALS_FULL_URI-}" ]; then
    hda_is 'not asked' 'Pod Identity of the cluster' '' 'a script cannot sign a request'
  elif [ "\${AWS_EC2_METADATA_DISABLED-}" = true ]; then
    hda_is none 'the environment' '' 'it has none, and AWS_EC2_METADATA_DISABLED is set'
  else
    hda_caller_machine
  fi
`.replaceAll('\\$', '$');

/** Functions that it calls. */
export const FUNCTIONS = String.raw`
hda_caller_machine() {
  local base=\${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} token name profile from='metadata of the machine'
  base=\${base%/}
  token=$(hda_curl local -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$base/latest/api/token") || token=
  case $token in
    '' | *[!A-Za-z0-9=_+/-]*)
      hda_is none "$from" '' 'there are no keys in the environment, and the metadata service does not answer; a pod or container needs a hop limit of 2'
      return
      ;;
  esac
  name=$(hda_metadata "$token" "$base/latest/meta-data/iam/security-credentials/") || name=
  profile=$(hda_metadata "$token" "$base/latest/meta-data/iam/info" |
    awk 'match($0, /"InstanceProfileArn"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }')
  if [[ ! $name =~ ^[A-Za-z0-9_+=,.@-]{1,64}$ ]]; then
    hda_is none "$from" '' 'the machine has no role'
  elif [[ $profile =~ ^(arn:[a-z0-9-]+:iam::[0-9]{12}):instance-profile/[A-Za-z0-9_+=,.@/-]+$ ]]; then
    hda_is known "$from" "\${BASH_REMATCH[1]}:role/$name"
  else
    hda_is 'not asked' "$from" '' "its role is $name, and its account is not said"
  fi
}

# The token is in a file, since every process can see arguments.
hda_metadata() {
  hda_curl local -f -H @<(printf 'X-aws-ec2-metadata-token: %s\n' "$1") "$2"
}
`.replaceAll('\\$', '$');
