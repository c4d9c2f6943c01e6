// The SDK says `number` for both kinds. Looker's API description declares every numeric parameter and property int64
// but for these.
const FLOAT_NAMES = [
  /^runtime$/,
  /_runtime$/,
  /^computation_time$/,
  /_score$/,
  /^threshold/,
  /^field_value$/,
  /^section_fetch_time$/,
];

/** Whether a numeric property of this name holds a float in Looker's API description (release 26.12). */
export function isFloatProperty(name: string): boolean {
  return FLOAT_NAMES.some((pattern) => pattern.test(name));
}
