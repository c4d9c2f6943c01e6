import { isURL, ValidateBy } from 'class-validator';

const OPTIONS = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/**
 * Whether a text is an address of the web that can be asked. Of names that no resolver knows, such as https://xn--a.com, only the URL
 * standard (WHATWG) says that they are none.
 */
const isWebAddress = (value: unknown, disallow_auth: boolean): boolean =>
  typeof value === 'string' && isURL(value, { ...OPTIONS, disallow_auth }) && URL.canParse(value);

/** A field that holds such an address. */
export const IsWebAddress = (example: string, { mayNameUser = false } = {}): PropertyDecorator =>
  ValidateBy({
    name: 'isUrl',
    validator: {
      validate: (value) => isWebAddress(value, !mayNameUser),
      defaultMessage: (rule) => `${rule?.property} must be an address such as ${example}`,
    },
  });
