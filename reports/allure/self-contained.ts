import { parseTags } from './html-tags.js';

/** Makes an Allure page that never speaks to anybody: no analytics, nothing loaded from elsewhere, and a policy that says so. */

/** Parts of host names and addresses to which reports are known to tell who reads them. */
const analytics = ['googletagmanager', 'google-analytics', 'gtag/js', 'mc.yandex', 'plausible.io', 'segment.io'];

/** The two script elements that Allure puts in: the loader and the call that names the report. */
const analyticsScripts =
  /<script async src="https:\/\/www\.googletagmanager\.com[^"]*"><\/script>\s*<script>(?:(?!<\/script>)[\s\S])*?gtag\((?:(?!<\/script>)[\s\S])*?<\/script>/g;

/** Allure's own code and data stand in the page, so it needs scripts in it; it needs no other place. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data: blob:",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  'frame-src data: blob:',
  'connect-src data: blob:',
  "form-action 'none'",
  "base-uri 'self'",
].join('; ');

/** The page without analytics and with a Content-Security-Policy under which a browser opens no connection. */
export function selfContained(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return html.replace(analyticsScripts, '').replace(/<head>/i, (head) => `${head}\n${meta}`);
}

/** What in the page could still reach the network or names an analytics service; empty where nothing does. */
export function outsideReferences(html: string): readonly string[] {
  const named = analytics.filter((name) => html.includes(name)).map((name) => `the page names ${name}`);
  const loaded = parseTags(html).flatMap(({ name, attributes }) =>
    Object.entries(attributes)
      .filter(([attribute, value]) => loads(name, attribute) && isOutside(value))
      .map(([attribute, value]) => `<${name} ${attribute}="${value.slice(0, 120)}">`),
  );
  const policed = /<meta http-equiv="Content-Security-Policy"/.test(html) ? [] : ['the page has no security policy'];
  return [...named, ...loaded, ...policed];
}

/** A plain link only leads away when it is followed; everything else with an address loads it. */
const loads = (element: string, attribute: string): boolean =>
  ['src', 'srcset', 'data', 'poster', 'action'].includes(attribute) || (attribute === 'href' && element !== 'a');

const isOutside = (address: string): boolean => /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address);
