import { TurnShare } from '../../looker/work-turns.js';
import type { ListedExplore, ListedModel } from './explore-metadata.js';
import { exploreKey, type KeyedExplore } from './explore-name.js';
import { WordIndex } from './word-index.js';

/** An explore and what its model's list says of it. */
export interface Candidate extends KeyedExplore, ListedExplore {}

const BOOST = { explore: 3, label: 3, model: 2, description: 1 };

/** The explores of an instance by the words of their names, labels and descriptions. */
export class ExploreIndex {
  /** All explores, hidden ones too, in the order of their models. */
  readonly all: readonly Candidate[];
  private words: Promise<WordIndex<keyof typeof BOOST>> | undefined;

  constructor(models: readonly ListedModel[]) {
    this.all = models.flatMap(({ name: model, explores }) =>
      explores.map((one) => ({ ...one, model, explore: one.name, key: exploreKey({ model, explore: one.name }) })),
    );
  }

  /** The explores that fit the words best, best first; with pauses for others. */
  async search(text: string): Promise<readonly Candidate[]> {
    this.words ??= this.wordsOfAll();
    const words = await this.words;
    return (await words.search(text)).flatMap(({ place }) => this.all[place] ?? []);
  }

  private async wordsOfAll() {
    const words = new WordIndex(BOOST);
    const share = new TurnShare();
    for (const { model, explore, label, description } of this.all) {
      const characters = 100 + model.length + explore.length + label.length + description.length;
      if (share.isUsedUp(characters)) await share.next({ isBegun: true });
      words.add({ model, explore, label, description });
    }
    return words;
  }
}
