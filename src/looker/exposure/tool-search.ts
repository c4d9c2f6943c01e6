import MiniSearch from 'minisearch';
import type { Tool } from '../catalogue/tool.js';
import { SYNONYMS } from './tool-synonyms.js';

interface SearchedTool {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly resource: string;
  readonly tags: string;
  readonly about: string;
  readonly hint: string;
}

/** How much a word counts by where it stands. */
const BOOST = { name: 4, title: 4, resource: 3, tags: 1, about: 2, hint: 0.5 };
const SYNONYM_WEIGHT = 0.5;
const STOP_WORDS = new Set(
  'a an and all any are as at be by can do does for from get give have how i in into is it its let list looker me my of on or our please see that the their them there these this those to us use want we what when where which who will with you your'.split(
    ' ',
  ),
);

const indexes = new WeakMap<readonly Tool[], MiniSearch<SearchedTool>>();
