/** Mistakes in the waivers and attestations of a target file. */
import type { MistakeCase } from './mistake-cases.js';

export const waiverMistakes: readonly MistakeCase[] = [
  {
    name: 'a waiver without an end',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, owner: me }',
    line: 13,
    path: 'waivers[0].expires',
    words: ['is missing', 'Last day it holds'],
  },
  {
    name: 'a waiver that ends on no day',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, owner: me, expires: "2030-02-31" }',
    line: 13,
    path: 'waivers[0].expires',
    words: ['not a day'],
  },
  {
    name: 'a waiver of a whole area',
    change: 'waivers:\n  - { requirement: slot-search, reason: r, owner: me, expires: "2027-01-31" }',
    line: 13,
    path: 'waivers[0].requirement',
    words: ['a waiver covers no area and no pattern'],
  },
  {
    name: 'a waiver of everything',
    change: 'waivers:\n  - { requirement: "*", reason: r, owner: me, expires: "2027-01-31" }',
    line: 13,
    path: 'waivers[0].requirement',
    words: ['Write the id of one requirement'],
  },
  {
    name: 'a waiver that nobody owns',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, expires: "2027-01-31" }',
    line: 13,
    path: 'waivers[0].owner',
    words: ['is missing', 'Who answers for the waiver'],
  },
  {
    name: 'a waiver narrowed to nothing',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, owner: me, expires: "2027-01-31", finding: {} }',
    line: 13,
    path: 'waivers[0].finding',
    words: ['is empty', 'rule, path'],
  },
  {
    name: 'a waiver whose link is no URL',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, owner: me, expires: "2027-01-31", link: GPC-12 }',
    line: 13,
    path: 'waivers[0].link',
    words: ['is not a URL'],
  },
  {
    name: 'an attestation whose evidence is not there',
    change: 'attestations:\n  - { requirement: NFR-003, by: me, date: "2026-11-01", statement: s, evidence: case.pdf }',
    line: 13,
    path: 'attestations[0].evidence',
    words: ['a file that is not there'],
  },
];
