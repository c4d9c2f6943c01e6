import { buildMessage, ValidateBy } from 'class-validator';

/** PostgreSQL takes no NUL in a text, and half a surrogate pair has no form in UTF-8. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** What turns the direction of writing: a name that holds it can be shown as another one. */
const DIRECTION = /\p{Bidi_Control}/u;
/** Anything that leaves a mark; U+2800 is a braille cell without dots. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

const NAME_CHARACTERS_MAX = 200;

/** Whether a text can be stored, and sent, as it is. */
export const isStorable = (text: string): boolean => text.search(UNSTORABLE) < 0;

/** A text that nobody can be asked to send again, with U+FFFD in the place of what cannot be stored. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\uFFFD');

/** Characters as PostgreSQL, Python and JSON Schema count them: code points. */
function hasCharacters(text: string, min: number, max: number): boolean {
  // A code point has two units at most, so that a huge text need not be counted.
  if (text.length > 2 * max) return false;
  const characters = [...text].length;
  return characters >= min && characters <= max;
}

/** What is wrong with a name that a person gives to something, as the rest of a sentence about it; undefined: nothing. */
export function nameProblem(value: unknown, charactersMax = NAME_CHARACTERS_MAX): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  if (!hasCharacters(value, 1, charactersMax)) return `must have 1 to ${charactersMax} characters`;
  if (!isStorable(value) || CONTROL.test(value)) return 'must not hold control characters';
  if (DIRECTION.test(value)) return 'must not hold characters that change the direction of writing';
  return VISIBLE.test(value) ? undefined : 'must not be blank';
}

/**
 * The name of anything that a person names: on one line, visible, and shown as it is written.
 * @param charactersMax in code points.
 */
export const IsName = (charactersMax = NAME_CHARACTERS_MAX): PropertyDecorator =>
  ValidateBy({
    name: 'isName',
    constraints: [1, charactersMax],
    validator: {
      validate: (value) => nameProblem(value, charactersMax) === undefined,
      defaultMessage: (at) => `${at?.property} ${nameProblem(at?.value, charactersMax)}`,
    },
  });

/** A text, or with `each` a list of texts, of so many characters, in code points. */
export const IsText = (
  charactersMin: number,
  charactersMax: number,
  options?: { readonly each: true },
): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isText',
      constraints: [charactersMin, charactersMax],
      validator: {
        validate: (value) => typeof value === 'string' && hasCharacters(value, charactersMin, charactersMax),
        defaultMessage: buildMessage(
          (eachPrefix) => `${eachPrefix}$property must be a text of ${charactersMin} to ${charactersMax} characters`,
          options,
        ),
      },
    },
    options,
  );
