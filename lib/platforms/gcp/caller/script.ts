/** The same question in bash: an email is no secret, and the metadata service needs no credentials. */
export const SCRIPT = String.raw`
  local answer file=\${GOOGLE_APPLICATION_CREDENTIALS-} from='the file of GOOGLE_APPLICATION_CREDENTIALS' home=\${HOME:-/}
  local email='^[a-z0-9][A-Za-z0-9_.+-]*@[a-z0-9][a-z0-9.-]*$'
  if [ -z "$file" ] && [ -e "\${CLOUDSDK_CONFIG:-$home/.config/gcloud}/application_default_credentials.json" ]; then
    file=\${CLOUDSDK_CONFIG:-$home/.config/gcloud}/application_default_credentials.json
    from='the credentials of gcloud'
  fi
  if [ -n "$file" ]; then
    answer=
    if [ -f "$file" ]; then
      answer=$(awk 'match($0, /"client_email"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }
        match($0, /\/serviceAccounts\/[^\/:"]+:/) { print substr($0, RSTART + 17, RLENGTH - 18); exit }' "$file" 2>/dev/null)
    fi
    if [[ $answer =~ $email ]]; then
      hda_is claimed "$from" "$answer"
    else
      hda_is 'not asked' "$from" '' 'the file names no service account'
    fi
    return
  fi
  answer=$(hda_curl local -f -D - -H 'Metadata-Flavor: Google' \
    "http://\${GCE_METADATA_HOST:-metadata.google.internal}/computeMetadata/v1/instance/service-accounts/default/email") || answer=
  # Another server may be at that name.
  if ! printf '%s' "$answer" | tr -d '\r' | awk 'tolower($0) == "metadata-flavor: google" { found = 1 } END { exit !found }'; then
    answer=
  fi
  answer=$(printf '%s\n' "$answer" | tr -d '\r' | awk 'NF { last = $0 } END { print last }')
  if [[ $answer =~ $email || $answer =~ ^[a-z0-9.:-]+\.svc\.id\.goog$ ]]; then
    hda_is known 'metadata of the machine' "$answer"
  else
    hda_is none 'metadata of the machine' '' 'no file of credentials, and the metadata service names no service account'
  fi
`.replaceAll('\\$', '$');
