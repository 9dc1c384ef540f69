/** Walks extensions: by their definition where it is at hand, and whether they may stand where they do. */

import type { Content, ElementRule, TypeRule } from '../compile/element-rule.js';
import type { Structure } from '../../definitions/model.js';
import { reportUnsupported, walkContent } from './item.js';
import type { JsonObject, Keys, Walk } from './walk.js';

/** Addresses whose definitions are all at hand: what is unknown there does not exist. */
const OWN_NAMESPACE = /^https?:\/\/fhir\.nhs\.uk\//i;

/** Walks one extension; its rule is that of its slice, if the profile has one for it. */
export function walkExtension(walk: Walk, extension: JsonObject, rule: ElementRule, type: TypeRule): void {
  const content = type.content();
  if (content === undefined) return reportUnsupported(walk, 'Extension', rule);
  const { url } = extension;
  if (typeof url !== 'string' || url === '') {
    if (url === undefined) reportNoUrl(walk, rule);
    return walkContent(walk, extension, content, rule, 'Extension');
  }
  const defined = walk.compiler.profile(url);
  if (defined?.type !== 'Extension') {
    if (rule.sliceName === undefined) reportUnknown(walk, url, rule);
    return walkContent(walk, extension, content, rule, 'Extension');
  }
  checkContext(walk, url, defined.structure, rule);
  walkContent(walk, extension, contentFor(rule, content, defined.content), rule, 'Extension');
}

/** A slice has laid its own words over the definition already; elsewhere the definition itself counts. */
function contentFor(rule: ElementRule, placed: Content, defined: Content): Content {
  return rule.sliceName === undefined ? defined : placed;
}

function reportNoUrl(walk: Walk, element: ElementRule): void {
  walk.report.add('extension.url', {
    message: 'The extension names no definition in url',
    expected: 'the address of a definition',
    actual: 'none',
    element,
  });
}

function reportUnknown(walk: Walk, url: string, element: ElementRule): void {
  const isModifier = element.name === 'modifierExtension';
  if (!isAbsolute(url)) {
    // A url without a scheme is the name of a part, and parts are listed in the definition of the whole: where that
    // is not at hand, what is said of the whole covers its parts.
    if (standsInUndefined(walk)) return;
    walk.report.add('extension.part', {
      message: `The enclosing extension has no part ${url}`,
      expected: 'a part of its definition, or an absolute address',
      actual: url,
      element,
    });
  } else if (OWN_NAMESPACE.test(url)) {
    walk.report.add('extension.misspelt', {
      message: `No extension of the NHS has the address ${url}`,
      expected: 'the address of a published extension',
      actual: url,
      element,
    });
  } else if (isModifier) {
    walk.report.add('extension.modifier', {
      message: `The modifier extension ${url} is not known here; it may change the meaning of what it stands on`,
      expected: 'a known modifier extension',
      actual: url,
      element,
    });
  } else {
    walk.report.notChecked('extension', `no definition of ${url} is at hand`);
    walk.report.add('extension.unknown', {
      message: `No definition of ${url} is at hand; the content was checked by the base type only`,
      actual: url,
      element,
    });
  }
}

/** A part has a definition where that of the whole lists it; anything else, where its address is that of one. */
function standsInUndefined({ host, compiler }: Walk): boolean {
  if (host.type !== 'Extension') return false;
  if (!isAbsolute(host.extension)) return host.rule?.sliceName === undefined;
  return compiler.profile(host.extension)?.type !== 'Extension';
}

const isAbsolute = (url: string): boolean => /^[A-Za-z][A-Za-z\d+.-]*:/.test(url);

function checkContext(walk: Walk, url: string, { context, contextType }: Structure, element: ElementRule): void {
  if (context === undefined || context.length === 0) return;
  if (contextType === 'extension' ? context.includes(walk.host.extension) : isNamed(walk, element, context)) return;
  walk.report.add('extension.context', {
    message: `The extension ${url} may not stand here`,
    expected: context.join(', '),
    actual: hostPath(walk),
    element,
  });
}

/** Whether a definition may call the host of an extension by one of these names. */
function isNamed(walk: Walk, element: ElementRule, names: readonly string[]): boolean {
  const { rule, type } = walk.host;
  // An element may be called by its path in the resource, in its type, or in the element whose children it shares.
  const statedIn = rule === undefined ? walk.surroundings.type : rule.path;
  for (const name of names) if (name === '*' || name === 'Element' || name === statedIn || name === type) return true;
  const sharedFrom = element.path.replace(/\.(?:modifierE|e)xtension$/, '');
  const path = hostPath(walk);
  return names.some((name) => {
    if (name === sharedFrom) return true;
    return path === (name === 'Resource' || name === 'DomainResource' ? walk.surroundings.type : name);
  });
}

function hostPath({ surroundings, report }: Walk): string {
  return pathOf(surroundings.type, report.keys.slice(surroundings.depth));
}

/** The element path of what an extension stands on: indexes, companion marks and the extension itself left away. */
function pathOf(type: string, keys: Keys): string {
  const names = keys.filter((key) => typeof key === 'string').slice(0, -1);
  return [type, ...names.map((name) => name.replace(/^_/, ''))].join('.');
}
