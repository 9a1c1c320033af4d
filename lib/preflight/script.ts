import { askedPlatforms, proxyOf, type CallerOptions, type CallerPlatform } from './callers';
import type { ReviewDocument } from '../review';
import { checkKey, checksOf, PACE, type Check, type CheckOptions, type Pace } from './checks';

/**
 * The same checks as one script for bash, for a place without Node: the image of a delegate has bash, curl, getent, timeout
 * and keytool (harness/delegate-dockerfile:Dockerfile-minimal@014f440b). It prints a line of JSON for each, which `readResults` reads.
 */

/** @throws AccessError `InvalidHost` */
export function preflightScript(
  review: ReviewDocument,
  options: CheckOptions & Pace & { readonly callers?: CallerOptions } = {},
): string {
  const { checks } = checksOf(review, options);
  const seconds = Math.max(1, Math.ceil((options.timeout ?? PACE.timeout) / 1000));
  const distinct = [...new Map(checks.map((check) => [checkKey(check), check])).values()];
  const proxy = proxyOf(review);
  const callers = options.callers === undefined ? [] : askedPlatforms(review, options.callers);
  return `${HEAD}
hda_checks() {
  cat <<'CHECKS'
${distinct.map(lineOf).join('\n')}
CHECKS
}
hda_seconds=${seconds}
hda_parallel=${options.parallel ?? PACE.parallel}
hda_plan_proxy=${proxy === undefined ? '' : `http://${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${proxy.port}`}
${callersPart(callers)}${BODY}`;
}

/** Host, port, `tls` or `tcp`, and the proxy; none of them can hold a blank. */
function lineOf({ host, port, isTls, proxy }: Check): string {
  return [host, port, isTls ? 'tls' : 'tcp', proxy?.host ?? '-', proxy?.port ?? '-'].join(' ');
}

/** Each platform has its own way to ask; what the answer is, is said by `hda_is`. */
function callersPart(callers: readonly CallerPlatform[]): string {
  const functions = callers.map(({ id, caller }) => `${caller.functions ?? ''}hda_caller_${id}() {${caller.script}}\n`);
  const calls = callers.map(({ id }) => `  hda_caller=${id}\n  hda_caller_${id}\n`);
  return callers.length === 0
    ? 'hda_callers() { :; }\n'
    : `${CALLER}${functions.join('')}hda_callers() {\n${calls.join('')}}\n`;
}

const CALLER = `hda_is() {
  local who=\${3-} detail=\${4-}
  who=\${who:0:2048}
  printf '{"preflight":1,"caller":"%s","outcome":"%s","from":"%s","who":"%s","detail":"%s"}\\n' \\
    "$hda_caller" "$1" "$2" "\${who//[^A-Za-z0-9 .,:;@=+_\\/()-]/}" "\${detail//[^A-Za-z0-9 .,:;@=+_\\/()-]/}"
}

# No proxy leads to an address of this machine; what is asked of the world is asked under a trusted certificate only.
hda_curl() {
  local way=$1 through=
  local args=(-q -sS -m "$hda_seconds" --noproxy '*')
  shift
  if [ "$way" = public ]; then
    args=(-q -sS -m "$((hda_seconds + 1))")
    # By the environment: what is in the arguments can be seen by every process.
    if [ -n "$hda_proxy" ]; then through=$hda_proxy; fi
    if [ -n "$hda_trust" ]; then args+=(--cacert "$hda_trust"); fi
  fi
  https_proxy=$through no_proxy=$hda_no_proxy curl "\${args[@]}" "$@" 2>/dev/null | tr -d '\\000' | head -c 65536
}

`;

const HEAD = `#!/usr/bin/env bash
# Preflight of a Harness Delegate, written by harness-delegate-access: run it where the delegate runs, and give what it
# prints to \`harness-delegate-access preflight --read\`. It looks names up, begins connections and makes TLS handshakes
# with a HEAD request that has no credentials. It changes nothing, and never ends with an error: INIT_SCRIPT may source it.`;

const BODY = `hda_try() {
  local host=$1 port=$2 kind=$3 proxy=$4 proxy_port=$5 began outcome addresses address code bare
  began=$(date +%s%N)
  outcome=
  addresses=
  address=
  bare=$host
  case $host in *:*) bare="[$host]" ;; esac
  if [ "$proxy" = - ]; then
    addresses=$(timeout "$hda_seconds" getent ahosts "$host" 2>/dev/null)
    case $? in
      # IPv4 first, as the Java of the delegate has it.
      0) addresses=$(printf '%s\\n' "$addresses" | awk '!seen[$1]++ { if ($1 ~ /:/) six = six $1 "\\n"; else print $1 } END { printf "%s", six }') ;;
      124) outcome='resolver does not answer' ;;
      127) outcome='cannot be tried here' ;;
      *) outcome='no address' ;;
    esac
    if [ -z "$outcome" ]; then
      for address in $(printf '%s\\n' "$addresses" | awk 'NR <= 4'); do
        outcome=$(hda_tcp "$address" "$port")
        if [ "$outcome" != 'no route' ]; then break; fi
      done
    fi
  elif [ "$kind" = tcp ]; then
    code=$(curl -q -sS -o /dev/null -p -x "http://$proxy:$proxy_port" --connect-timeout "$hda_seconds" -m "$hda_seconds" \\
      -w '%{http_connect}' "telnet://$bare:$port" </dev/null 2>/dev/null)
    outcome=$(hda_of_proxy "$code")
  else
    outcome=connected
  fi
  if [ "$outcome" = connected ] && [ "$kind" = tls ]; then
    outcome=$(hda_tls "$bare" "$address" "$port" "$proxy" "$proxy_port")
  fi
  printf '{"preflight":1,"host":"%s","port":%s,"tls":%s,"proxy":"%s:%s","outcome":"%s","addresses":[%s],"milliseconds":%s,"clock":%s}\\n' \\
    "$host" "$port" "$([ "$kind" = tls ] && echo true || echo false)" "$proxy" "$proxy_port" "$outcome" \\
    "$(printf '%s' "$addresses" | awk 'NF { printf "%s\\"%s\\"", (n++ ? "," : ""), $1 }')" \\
    "$((($(date +%s%N) - began) / 1000000))" "$(date +%s)"
}

hda_tcp() {
  local said
  # shellcheck disable=SC2016 # The bash within expands them.
  said=$(timeout "$hda_seconds" bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$1" "$2" 2>&1)
  case $? in
    0) echo connected ;;
    124) echo dropped ;;
    127) echo 'cannot be tried here' ;;
    *)
      case $said in
        *refused*) echo refused ;;
        *reset*) echo reset ;;
        *'timed out'*) echo dropped ;;
        *) echo 'no route' ;;
      esac
      ;;
  esac
}

hda_of_proxy() {
  case $1 in
    200) echo connected ;;
    407) echo 'proxy wants a user' ;;
    000 | '') echo 'proxy does not answer' ;;
    *) echo 'proxy refuses' ;;
  esac
}

hda_tls() {
  local bare=$1 address=$2 port=$3 proxy=$4 proxy_port=$5 said code connect verified
  local args=(-q -sS -o /dev/null -I --connect-timeout "$hda_seconds" -m "$((hda_seconds + 1))" -w ' proxy=%{http_connect} handshake=%{time_appconnect} ')
  if [ -n "$hda_trust" ]; then args+=(--cacert "$hda_trust"); else args+=(-k); fi
  if [ "$proxy" = - ]; then
    case $address in *:*) address="[$address]" ;; esac
    args+=(--noproxy '*')
    if [ "$address" != "$bare" ]; then args+=(--resolve "$bare:$port:$address"); fi
  else
    args+=(-x "http://$proxy:$proxy_port" --noproxy '')
  fi
  said=$(curl "\${args[@]}" "https://$bare:$port/" 2>&1)
  code=$?
  # No curl, or no trust store that it can read.
  case $code in 77 | 126 | 127)
    echo 'cannot be tried here'
    return
    ;;
  esac
  connect=
  if [[ $said =~ proxy=([0-9]+) ]]; then connect=\${BASH_REMATCH[1]}; fi
  if [ "$proxy" != - ] && [ "$connect" != 200 ]; then
    hda_of_proxy "$connect"
    return
  fi
  verified=connected
  if [ -z "$hda_trust" ]; then verified='connected, certificate not judged'; fi
  # Seconds until the handshake was done, or 0: a server that says nothing afterwards was reached too.
  if [[ $said =~ handshake=[0-9.]*[1-9] ]]; then
    echo "$verified"
    return
  fi
  case $code in
    # A server that wants a certificate was reached.
    0 | 1 | 8 | 18 | 22 | 47 | 52 | 56 | 58 | 61 | 92) echo "$verified" ;;
    28) echo 'silent after the handshake began' ;;
    35)
      case $said in
        *[Ww]rong*version* | *'unknown protocol'* | *'packet length'* | *'record'*) echo 'no TLS' ;;
        *handshake*failure* | *certificate*required* | *'bad certificate'*) echo "$verified" ;;
        *) echo 'reset after the handshake began' ;;
      esac
      ;;
    51) echo 'certificate of another' ;;
    60)
      case $said in
        *'does not match'* | *'no alternative certificate'*) echo 'certificate of another' ;;
        *expired* | *'not yet valid'*) echo 'certificate not valid now' ;;
        *) echo 'certificate not trusted' ;;
      esac
      ;;
    6) echo 'no address' ;;
    7) echo refused ;;
    *) echo 'reset after the handshake began' ;;
  esac
}

hda_main() (
  { set +xe +u; } 2>/dev/null
  set -o pipefail
  IFS=$' \\t\\n'
  PATH=$PATH:\${JAVA_HOME:-/usr}/bin
  # shellcheck disable=SC2034 # Not every list asks who the delegate is.
  hda_proxy=\${https_proxy:-\${HTTPS_PROXY:-$hda_plan_proxy}}
  # shellcheck disable=SC2034 # The same.
  hda_no_proxy=\${no_proxy:-\${NO_PROXY-}}
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
  # A folder of its own for the trust of the delegate, which is the store of its Java.
  hda_folder=$(mktemp -d 2>/dev/null) || hda_folder=
  hda_trust=\${PREFLIGHT_TRUST-}
  if [ -z "$hda_trust" ] && [ "$hda_is_sourced" = no ] && [ -n "$hda_folder" ] && command -v keytool >/dev/null 2>&1; then
    if keytool -list -rfc -cacerts -storepass changeit </dev/null >"$hda_folder/trust.pem" 2>/dev/null; then
      hda_trust=$hda_folder/trust.pem
    fi
  fi
  hda_callers
  hda_running=0
  while read -r host port kind proxy proxy_port; do
    if [ -z "$host" ]; then continue; fi
    hda_try "$host" "$port" "$kind" "$proxy" "$proxy_port" &
    hda_running=$((hda_running + 1))
    if [ "$hda_running" -ge "$hda_parallel" ]; then
      wait -n 2>/dev/null || wait
      hda_running=$((hda_running - 1))
    fi
  done < <(hda_checks)
  wait
  if [ -n "$hda_folder" ]; then rm -rf "$hda_folder"; fi
  exit 0
)

hda_is_sourced=no
# A script on standard input has no source.
if [ -n "\${BASH_SOURCE[0]-}" ] && [ "\${BASH_SOURCE[0]-}" != "$0" ]; then hda_is_sourced=yes; fi
hda_main || :
`;
