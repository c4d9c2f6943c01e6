import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const dateTimes = addFormats
  .default(new Ajv2020(), ['date-time'])
  .compile<string>({ type: 'string', format: 'date-time' });

/** Whether a text is a date and time with an offset (RFC 3339, 5.6). */
export const isDateTime = (text: string): boolean => dateTimes(text);
