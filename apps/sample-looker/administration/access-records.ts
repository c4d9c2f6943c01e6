import { type Api, type Call, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest } from '../looker-errors.js';
import { emailOf } from '../people/user-credentials.js';
import { displayNameOf } from '../people/user-summary.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { pageOf } from '../records/paging.js';

const supportSecondsMax = 90 * 86_400;

const collections: readonly DescribedCollection[] = [
  {
    records: 'loginLockouts',
    type: 'UserLoginLockout',
    path: '/user_login_lockouts',
    onePath: '/user_login_lockout/{key}',
    key: 'key',
    seed: [
      lockout({ key: 'email-7', user_id: '7', full_name: 'Felix Brandt', email: 'felix.brandt@example.com' }),
      lockout({ key: 'email-9', user_id: '9', full_name: 'Hugo Perrin', email: 'hugo.perrin@example.com' }),
    ],
  },
  {
    records: 'supportAllowlist',
    type: 'SupportAccessAllowlistEntry',
    path: '/support_access/allowlist',
    without: ['create'],
  },
  {
    records: 'legacyFeatures',
    type: 'LegacyFeature',
    path: '/legacy_features',
    seed: [
      legacyFeature('legacy_table_vis', 'Legacy table visualization'),
      legacyFeature('legacy_filter_suggestions', 'Filter suggestions without a limit'),
    ],
    check: (changes) => ({
      ...changes,
      ...('enabled_locally' in changes && { enabled: changes.enabled_locally === true }),
    }),
  },
  {
    records: 'mobileDevices',
    type: 'MobileToken',
    path: '/mobile/device',
    unique: ['device_token'],
  },
];

/** Lockouts, the vendor's support access, legacy features, registered phones and notifications of alerts. */
export function registerAccessRecordRoutes(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, collections);
  registerSupportAccess(api, instance);
  registerNotifications(api, instance);
}

function registerSupportAccess(api: Api, instance: Instance): void {
  const { supportAllowlist, settings, users } = instance.content;
  const access = settings.add({ id: '/support_access', open_until: null });
  const status = () => {
    const isOpen = typeof access.open_until === 'string' && new Date(access.open_until) > instance.clock();
    return { open: isOpen, open_until: isOpen ? access.open_until : null };
  };
  api.get('/support_access/status', status);
  api.put('/support_access/enable', (call) => {
    const accepted = acceptBody(call, 'PUT', '/support_access/enable');
    const seconds = Math.min(Math.max(Number(accepted.duration_in_seconds), 0), supportSecondsMax);
    access.open_until = new Date(instance.clock().getTime() + seconds * 1000).toISOString();
    return status();
  });
  api.put('/support_access/disable', () => {
    access.open_until = null;
    return status();
  });
  api.post('/support_access/allowlist', (call) => {
    const { emails, reason } = acceptBody(call, 'POST', '/support_access/allowlist', ['emails']);
    if (!Array.isArray(emails) || emails.length === 0) throw badRequest('emails must be an array of addresses.');
    const added = emails.map(String).map((email): LookerRecord => {
      const user = users.all().find((candidate) => emailOf(candidate) === email);
      const entry = { email, reason, full_name: displayNameOf(user), created_date: instance.clock().toISOString() };
      return supportAllowlist.where('email', email)[0] ?? supportAllowlist.add(entry);
    });
    return added.map((entry) => completeRecord('SupportAccessAllowlistEntry', entry));
  });
}

function registerNotifications(api: Api, instance: Instance): void {
  const { alertNotifications } = instance.content;
  alertNotifications.add(notification(50_000, 48_211.5));
  alertNotifications.add(notification(50_000, 46_020));
  const present = (record: StoredRecord) =>
    completeRecord('AlertNotifications', { ...record, notification_id: record.id });
  const own = (call: Call) => alertNotifications.where('user_id', call.token.userId);
  api.get('/alert_notifications', (call) => pageOf(call, own(call).map(present), instance.origin()));
  api.patch('/alert_notifications/:alert_notification_id', (call) => {
    const found = own(call).find((record) => record.id === param(call, 'alert_notification_id'));
    return present(alertNotifications.change(found?.id, { is_read: true }));
  });
}

function lockout(who: LookerRecord): LookerRecord {
  const tries = { auth_type: 'email', ip: '192.0.2.44', fail_count: 6, lockout_at: '2026-01-01T08:00:00.000Z' };
  return { ...who, remote_id: null, ...tries };
}

function legacyFeature(id: string, name: string): LookerRecord {
  return { id, name, description: `${name}, as it was before.`, enabled_locally: false, enabled: false };
}

function notification(threshold: number, value: number): LookerRecord {
  return {
    alert_condition_id: '1',
    user_id: '1',
    is_read: false,
    field_value: value,
    threshold_value: threshold,
    ran_at: '2026-01-01T06:00:00.000Z',
    alert: { title: 'Weekly revenue is low', alert_id: '1', dashboard_id: '7', dashboard_name: 'Sales Overview' },
    notification_type: 'threshold',
    triggering_field_title: 'Total Revenue',
  };
}
