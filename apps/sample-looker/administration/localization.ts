import type { Api, LookerRecord } from '../api.js';

const localeCodes = [
  'de',
  'en',
  'es-ES',
  'fr-CA',
  'fr-FR',
  'it-IT',
  'ja',
  'ko',
  'lt-LT',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'ru-RU',
  'sv-SE',
];

/** The languages and the time zones to choose from. */
export function registerLocalizationRoutes(api: Api): void {
  const inEnglish = new Intl.DisplayNames('en', { type: 'language' });
  api.get('/locales', () =>
    localeCodes.map((code) => ({
      code,
      native_name: new Intl.DisplayNames(code, { type: 'language' }).of(code),
      english_name: inEnglish.of(code),
    })),
  );
  api.get('/timezones', () =>
    ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map(timeZone),
  );
}

function timeZone(value: string): LookerRecord {
  const [area = value, ...place] = value.split('/');
  return { value, label: value.replaceAll('_', ' '), group: place.length === 0 ? 'Other' : area };
}
