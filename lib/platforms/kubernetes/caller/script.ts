/** The same in bash: the subject of the token, and nothing else of it. */
export const SCRIPT = String.raw`
  local file=\${PREFLIGHT_TOKEN:-/var/run/secrets/kubernetes.io/serviceaccount/token} claims subject
  if [ ! -f "$file" ] || [ ! -r "$file" ]; then
    hda_is none 'the token of the pod' '' 'there is no token here; this is no pod, or its token is not mounted'
    return
  fi
  claims=$(awk -F. 'NR == 1 { gsub(/-/, "+", $2); gsub(/_/, "/", $2); while (length($2) % 4) $2 = $2 "="; print $2 }' "$file" | base64 -d 2>/dev/null)
  # Of the token itself: what is nested in its claims, or there twice, is not.
  subject=$(printf '%s' "$claims" | awk '{ all = all $0 } END {
    count = gsub(/"sub"[ ]*:/, "&", all)
    if (count == 1 && match(all, /"sub"[ ]*:[ ]*"[^"]*"/)) { split(substr(all, RSTART, RLENGTH), part, "\""); print part[4] }
  }')
  case $subject in
    *[!a-z0-9.:-]*) hda_is 'not asked' 'the token of the pod' '' 'it is no token of a service account' ;;
    system:serviceaccount:*:*) hda_is known 'the token of the pod' "$subject" ;;
    *) hda_is 'not asked' 'the token of the pod' '' 'it is no token of a service account' ;;
  esac
`.replaceAll('\\$', '$');
