import { extensions } from '../requirements/stu3.js';
import { quoted, tokenVariable } from './html/curl.js';

/** An appointment that is to be cancelled by a person. */
export interface ToCancel {
  readonly baseUrl: string;
  /** Logical id. */
  readonly appointment: string;
  readonly cancellationReason: string;
}

/**
 * A command for a POSIX shell with curl and jq that reads an appointment and sends it back cancelled under the version it
 * has by then. The access token is a variable, so that the command holds no secret.
 */
export function cancelByHand({ baseUrl, appointment, cancellationReason }: ToCancel): string {
  const url = quoted(`${baseUrl}/Appointment/${encodeURIComponent(appointment)}`);
  const token = `-H "Authorization: Bearer $${tokenVariable}"`;
  const reason = { url: extensions.cancellationReason, valueString: cancellationReason };
  const change = quoted(`.status = "cancelled" | .extension = ((.extension // []) + [${JSON.stringify(reason)}])`);
  const version = String.raw`-H "If-Match: W/\"$(printf '%s' "$seen" | jq -r .meta.versionId)\""`;
  return [
    `seen=$(curl -sS -g ${token} -H 'Accept: application/fhir+json' ${url}) &&`,
    `printf '%s' "$seen" | jq ${change} |`,
    `curl -sS -g -X PUT ${token} -H 'Content-Type: application/fhir+json' ${version} --data-binary @- ${url}`,
  ].join(' ');
}
