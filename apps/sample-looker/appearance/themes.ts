import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, conflict, type FieldError, LookerError, notFound, validationFailed } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import {
  type DescribedCollection,
  presentDescribed,
  registerDescribedCollections,
} from '../records/described-collections.js';
import { checkOneOf } from '../records/references.js';

const lookerSettings: LookerRecord = {
  background_color: '#f6f8fa',
  base_font_size: '12px',
  color_collection_id: 'looker',
  font_color: '#3a4245',
  font_family: "'Google Sans', sans-serif",
  font_source: '',
  info_button_color: '#0087e1',
  primary_button_color: '#6c43e0',
  show_filters_bar: true,
  show_title: true,
  text_tile_text_color: '',
  text_tile_background_color: '',
  tile_background_color: '#ffffff',
  tile_text_color: '#3a4245',
  title_color: '#3a4245',
  warn_button_color: '#cc1f36',
  tile_title_alignment: 'left',
  tile_shadow: false,
};
const themeTypes = ['dashboard', 'explore', 'look'];

const themes: DescribedCollection = {
  records: 'themes',
  type: 'Theme',
  path: '/themes',
  required: ['name'],
  seed: [
    { name: 'Looker', settings: lookerSettings },
    { name: 'Midnight', settings: { ...lookerSettings, background_color: '#101828', font_color: '#f2f4f7' } },
    { name: 'Winter_2020', settings: lookerSettings, begin_at: '2020-12-01T00:00:00Z', end_at: '2021-03-01T00:00:00Z' },
  ],
  defaults: () => ({ settings: {} }),
  check: (properties, instance, record) => {
    const errors = faultsOf(properties);
    if (errors.length > 0) throw validationFailed(errors);
    checkSpan(instance, { ...record, ...properties }, record);
    if (!isRecord(properties.settings)) return properties;
    const before = isRecord(record?.settings) ? record.settings : lookerSettings;
    return { ...properties, settings: { ...before, ...properties.settings } };
  },
  beforeRemove: (theme, instance) => {
    if (themeTypes.some((type) => defaultNameOf(instance, type) === theme.name)) {
      throw new LookerError(403, 'A theme that is a default cannot be deleted.');
    }
  },
};

/** Themes. Several may have one name as long as only one of them is active at a time. */
export function registerThemeRoutes(api: Api, instance: Instance): void {
  const { settings } = instance.content;
  settings.add({ id: 'defaultThemes', ...Object.fromEntries(themeTypes.map((type) => [type, 'Looker'])) });
  registerDescribedCollections(api, instance, [themes]);
  const present = (theme: StoredRecord, call: Call) => presentDescribed(themes, theme, instance, call);
  const typeOf = (call: Call) => {
    checkOneOf('theme_type', call.query.theme_type, themeTypes);
    return call.query.theme_type ?? 'dashboard';
  };
  const defaultTheme = (call: Call) => {
    const found = activeThemes(instance, call, defaultNameOf(instance, typeOf(call)))[0];
    if (found === undefined) throw notFound();
    return present(found, call);
  };
  const setDefault = (call: Call) => {
    const found = activeThemes(instance, call, call.query.name).find((theme) => (theme.end_at ?? null) === null);
    if (call.query.name === undefined || found === undefined) throw notFound();
    settings.change('defaultThemes', { [typeOf(call)]: found.name });
    return present(found, call);
  };
  api.get('/themes/active', (call) =>
    activeThemes(instance, call, call.query.name).map((theme) => present(theme, call)),
  );
  api.get('/themes/theme_or_default', (call) => {
    const named = activeThemes(instance, call, call.query.name ?? '')[0];
    return named === undefined ? defaultTheme(call) : present(named, call);
  });
  for (const path of ['/themes/default', '/themes/default_theme']) {
    api.get(path, defaultTheme);
    api.put(path, setDefault);
  }
  api.post('/themes/validate', (call) => {
    const errors = faultsOf({ name: '', ...bodyRecord(call) });
    if (errors.length === 0) return noContent;
    const documentationUrl = 'https://docs.cloud.google.com/looker/docs/r/admin/themes';
    return {
      message: 'Validation Failed',
      errors: errors.map((error) => ({ ...error, documentation_url: documentationUrl })),
      documentation_url: documentationUrl,
    };
  });
}

function defaultNameOf(instance: Instance, type: string): string {
  return String(instance.content.settings.get('defaultThemes')[type]);
}

/** Those active at the moment `ts`, or now; all, or the ones of a name. */
function activeThemes(instance: Instance, call: Call, name: string | undefined): StoredRecord[] {
  const at = call.query.ts === undefined ? instance.clock() : new Date(call.query.ts);
  if (Number.isNaN(at.getTime())) throw badRequest('ts must be a date and time.');
  const isActive = (theme: StoredRecord) => {
    const [from, to] = spanOf(theme);
    return from <= at.getTime() && at.getTime() < to;
  };
  return instance.content.themes
    .all()
    .filter((theme) => isActive(theme) && (name === undefined || theme.name === name));
}

function faultsOf(theme: LookerRecord): FieldError[] {
  const errors: FieldError[] = [];
  if (theme.name !== undefined && !/^\w+$/.test(String(theme.name))) {
    errors.push({ field: 'name', code: 'invalid', message: 'A name has letters, digits and underscores only.' });
  }
  for (const field of ['begin_at', 'end_at']) {
    const value = theme[field] ?? null;
    if (value !== null && Number.isNaN(Date.parse(String(value)))) {
      errors.push({ field, code: 'invalid', message: 'This field must be a date and time.' });
    }
  }
  return errors;
}

function checkSpan(instance: Instance, theme: LookerRecord, record: StoredRecord | undefined): void {
  const [from, to] = spanOf(theme);
  const overlaps = instance.content.themes.where('name', theme.name).some((other) => {
    const [otherFrom, otherTo] = spanOf(other);
    return other.id !== record?.id && from < otherTo && otherFrom < to;
  });
  if (overlaps) throw conflict(`Another theme "${String(theme.name)}" is active in that time.`);
}

function spanOf(theme: LookerRecord): [from: number, to: number] {
  const time = (value: unknown, open: number) =>
    value === undefined || value === null ? open : Date.parse(String(value));
  return [time(theme.begin_at, Number.NEGATIVE_INFINITY), time(theme.end_at, Number.POSITIVE_INFINITY)];
}
