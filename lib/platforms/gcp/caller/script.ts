/** The same question in bash: an email is no secret, and the metadata service needs no credentials. */
export const SCRIPT = String.raw`
  local answer
  if [ -n "\${GOOGLE_APPLICATION_CREDENTIALS-}" ]; then
    answer=$(awk 'match($0, /"client_email"[ ]*:[ ]*"[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); print part[4]; exit }' \
      "$GOOGLE_APPLICATION_CREDENTIALS" 2>/dev/null)
    if [ -n "$answer" ]; then
      hda_is claimed 'the file of GOOGLE_APPLICATION_CREDENTIALS' "$answer"
    else
      hda_is 'not asked' 'the file of GOOGLE_APPLICATION_CREDENTIALS' '' 'the file names no service account'
    fi
  else
    answer=$(hda_curl local -f -H 'Metadata-Flavor: Google' \
      "http://\${GCE_METADATA_HOST:-metadata.google.internal}/computeMetadata/v1/instance/service-accounts/default/email")
    case $answer in
      *[!A-Za-z0-9@._:+-]* | '') hda_is none 'metadata of the machine' '' 'no file of credentials, and the metadata service names no service account' ;;
      *) hda_is known 'metadata of the machine' "$answer" ;;
    esac
  fi
`.replaceAll('\\$', '$');
