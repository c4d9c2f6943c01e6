import { LookerError } from '../../looker/looker-error.js';

/** Of what is kept of one explore, or of all models: some 20,000 fields, or 30,000 explores. */
const KEPT_CHARACTERS_MAX = 8_000_000;

/** Counts what is kept of an answer, however much of it there is. */
export class CharacterBudget {
  private characters = 0;

  constructor(private readonly name: string) {}

  /** @throws LookerError `too_large` */
  add(characters: number): void {
    this.characters += characters;
    if (this.characters > KEPT_CHARACTERS_MAX)
      throw new LookerError(
        'too_large',
        `${this.name} has more than ${KEPT_CHARACTERS_MAX} characters of names and texts`,
      );
  }
}
