import { parseTags } from './html-tags.js';

/** Makes an Allure page that never speaks to anybody: no analytics, nothing loaded from elsewhere, and a policy that says so. */

/** Parts of host names and addresses to which reports are known to tell who reads them. */
const analytics = ['googletagmanager', 'google-analytics', 'gtag/js', 'mc.yandex', 'plausible.io', 'segment.io'];

/** The two script elements that Allure puts in: the loader and the call that names the report. */
const analyticsScripts =
  /<script async src="https:\/\/www\.googletagmanager\.com[^"]*"><\/script>\s*<script>(?:(?!<\/script>)[\s\S])*?gtag\((?:(?!<\/script>)[\s\S])*?<\/script>/g;

/**
 * What may be loaded from where. In one file Allure's own code and data stand in the page, so it needs scripts in it and
 * no other place; in many, it also needs the place it came from.
 */
const policy = (own: string): string =>
  [
    "default-src 'none'",
    `script-src 'unsafe-inline' 'unsafe-eval' data: blob:${own}`,
    `style-src 'unsafe-inline' data: blob:${own}`,
    `img-src data: blob:${own}`,
    `font-src data:${own}`,
    `media-src data: blob:${own}`,
    `frame-src data: blob:${own}`,
    `connect-src data: blob:${own}`,
    "form-action 'none'",
    "base-uri 'self'",
  ].join('; ');

const policies = { single: policy(''), multi: policy(" 'self'") } as const;

/** The page without analytics and with a Content-Security-Policy under which a browser asks nobody but its own server. */
export function selfContained(html: string, form: keyof typeof policies = 'single'): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policies[form]}">`;
  return html.replace(analyticsScripts, '').replace(/<head>/i, (head) => `${head}\n${meta}`);
}

/** Which analytics services a text names. */
export const analyticsIn = (text: string): readonly string[] =>
  analytics.filter((name) => text.includes(name)).map((name) => `the page names ${name}`);

/** What in the page could still reach the network or names an analytics service; empty where nothing does. */
export function outsideReferences(html: string): readonly string[] {
  const loaded = parseTags(html).flatMap(({ name, attributes }) =>
    Object.entries(attributes)
      .filter(([attribute, value]) => loads(name, attribute) && isOutside(value))
      .map(([attribute, value]) => `<${name} ${attribute}="${value.slice(0, 120)}">`),
  );
  const policed = /<meta http-equiv="Content-Security-Policy"/.test(html) ? [] : ['the page has no security policy'];
  return [...analyticsIn(html), ...loaded, ...policed];
}

/** A plain link only leads away when it is followed; everything else with an address loads it. */
const loads = (element: string, attribute: string): boolean =>
  ['src', 'srcset', 'data', 'poster', 'action'].includes(attribute) || (attribute === 'href' && element !== 'a');

const isOutside = (address: string): boolean => /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address);
