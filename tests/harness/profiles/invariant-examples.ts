/** One failing document for each invariant that is written out rather than evaluated as FHIRPath. */

const resource = (type: string, rest: string): string => `{"resourceType":"${type}"${rest === '' ? '' : `,${rest}`}}`;
const bundle = (type: string, rest: string): string =>
  resource('Bundle', `"type":"${type}"${rest === '' ? '' : `,${rest}`}`);
const appointment = (rest: string): string =>
  resource('Appointment', `"participant":[{"actor":{"reference":"Patient/1"},"status":"accepted"}],${rest}`);
const holding = (contained: string): string =>
  resource(
    'Patient',
    `"contained":[{"resourceType":"Organization","id":"o","name":"A",${contained}}],"managingOrganization":{"reference":"#o"}`,
  );
const narrative = (div: string): string =>
  resource('Patient', `"text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>${div}</div>"}`);

/** The document by the key of the invariant that it breaks. */
export const invariantExamples: Readonly<Record<string, string>> = {
  'dom-1': holding('"text":{"status":"generated","div":"<div xmlns=\'http://www.w3.org/1999/xhtml\'>A</div>"}'),
  'dom-2': holding('"contained":[{"resourceType":"Location","id":"l"}]'),
  'dom-3': resource('Patient', '"contained":[{"resourceType":"Organization","id":"o","name":"A"}]'),
  'dom-4': holding('"meta":{"versionId":"1"}'),
  'ext-1': resource('Patient', '"extension":[{"url":"https://supplier.example/mood"}]'),
  'per-1': resource('Patient', '"name":[{"family":"Quill","period":{"start":"2031-02-02","end":"2031-02-01"}}]'),
  'app-1': resource('Appointment', '"status":"proposed","participant":[{"status":"accepted"}]'),
  'app-2': appointment('"status":"proposed","start":"2031-02-10T09:00:00Z"'),
  'app-3': appointment('"status":"booked"'),
  'org-1': resource('Organization', '"active":true'),
  'org-2': resource('Organization', '"name":"A","address":[{"use":"home","city":"Otterdale"}]'),
  'org-3': resource('Organization', '"name":"A","telecom":[{"use":"home","system":"phone","value":"1"}]'),
  'pat-1': resource('Patient', '"contact":[{"gender":"male"}]'),
  'cpt-2': resource('Patient', '"telecom":[{"value":"1"}]'),
  'qty-3': resource('Observation', '"status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"code":"m"}'),
  'bdl-1': bundle('collection', '"total":0'),
  'bdl-2': bundle('collection', '"entry":[{"resource":{"resourceType":"Patient"},"search":{"mode":"match"}}]'),
  'bdl-3': bundle(
    'searchset',
    '"entry":[{"resource":{"resourceType":"Patient"},"request":{"method":"GET","url":"Patient/1"}}]',
  ),
  'bdl-4': bundle('searchset', '"entry":[{"resource":{"resourceType":"Patient"},"response":{"status":"200"}}]'),
  'bdl-5': bundle('searchset', '"entry":[{"fullUrl":"https://a.example/Patient/1"}]'),
  'bdl-7': bundle(
    'searchset',
    '"entry":[{"fullUrl":"https://a.example/Patient/1","resource":{"resourceType":"Patient","id":"1"}},{"fullUrl":"https://a.example/Patient/1","resource":{"resourceType":"Patient","id":"1"}}]',
  ),
  'bdl-8': bundle(
    'searchset',
    '"entry":[{"fullUrl":"https://a.example/Patient/1/_history/2","resource":{"resourceType":"Patient","id":"1"}}]',
  ),
  'txt-1': narrative('<script>x</script>'),
  'txt-2': narrative(' '),
};
