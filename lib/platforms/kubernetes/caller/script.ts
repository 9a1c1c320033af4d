/** The same in bash: the subject of the token, and nothing else of it. */
export const SCRIPT = String.raw`
  local file=\${PREFLIGHT_TOKEN:-/var/run/secrets/kubernetes.io/serviceaccount/token} claims subject
  if [ ! -r "$file" ]; then
    hda_is none 'the token of the pod' '' 'there is no token here; this is no pod, or its token is not mounted'
    return
  fi
  claims=$(awk -F. 'NR == 1 { gsub(/-/, "+", $2); gsub(/_/, "/", $2); while (length($2) % 4) $2 = $2 "="; print $2 }' "$file" | base64 -d 2>/dev/null)
  subject=$(printf '%s' "$claims" | awk 'match($0, /"sub"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }')
  case $subject in
    system:serviceaccount:*:*) hda_is known 'the token of the pod' "$subject" ;;
    *) hda_is 'not asked' 'the token of the pod' '' 'it is no token of a service account' ;;
  esac
`.replaceAll('\\$', '$');
