import type { Content } from '../records/content-store.js';
import { daysBefore } from './seed-people.js';

interface Session {
  userId: string;
  browser: string;
  system: string;
  place: readonly [city: string, state: string | null, country: string];
  credentials: string;
  begunDaysAgo: number;
  /** Days since somebody used it. */
  extendedDaysAgo: number;
}

const austin = ['Austin', 'Texas', 'US'] as const;
const berlin = ['Berlin', null, 'DE'] as const;

/** Three of them began more than ninety days ago and were never ended. */
const sessions: readonly Session[] = [
  session('1', 'Firefox', 'Linux', austin, 'email', 3, 0),
  session('1', 'Chrome', 'macOS', austin, 'email', 1, 0),
  session('2', 'Safari', 'macOS', ['Boston', 'Massachusetts', 'US'], 'email', 1, 1),
  session('3', 'Chrome', 'Windows', berlin, 'email', 12, 9),
  session('4', 'Edge', 'Windows', berlin, 'ldap', 100, 3),
  session('5', 'Firefox', 'Windows', ['Dublin', null, 'IE'], 'email', 127, 127),
  session('6', 'Chrome', 'Windows', ['Istanbul', null, 'TR'], 'google', 30, 4),
  session('7', 'Safari', 'macOS', berlin, 'email', 211, 208),
  session('8', 'Chrome', 'Linux', austin, 'oidc', 64, 5),
  session('11', 'Firefox', 'Linux', berlin, 'saml', 2, 2),
  session('13', 'Safari', 'iOS', ['San Diego', 'California', 'US'], 'email', 2, 2),
  session('14', 'Chrome', 'Android', ['New York', 'New York', 'US'], 'email', 1, 1),
];

/** Sessions in browsers that nobody has ended. `now` is what their times count back from. */
export function seedSessions(content: Content, now: Date): void {
  for (const { userId, browser, system, place, credentials, begunDaysAgo, extendedDaysAgo } of sessions) {
    const [city, state, country] = place;
    content.userSessions.add({
      user_id: userId,
      ip_address: `192.0.2.${Number(userId) + 20}`,
      ...{ browser, operating_system: system, city, state, country, credentials_type: credentials },
      created_at: daysBefore(now, begunDaysAgo),
      extended_at: extendedDaysAgo === begunDaysAgo ? null : daysBefore(now, extendedDaysAgo),
      extended_count: extendedDaysAgo === begunDaysAgo ? 0 : begunDaysAgo - extendedDaysAgo,
      sudo_user_id: null,
      expires_at: daysBefore(now, extendedDaysAgo - 365),
    });
  }
}

function session(
  ...[userId, browser, system, place, credentials, begunDaysAgo, extendedDaysAgo]: [
    userId: string,
    browser: string,
    system: string,
    place: Session['place'],
    credentials: string,
    begunDaysAgo: number,
    extendedDaysAgo: number,
  ]
): Session {
  return { userId, browser, system, place, credentials, begunDaysAgo, extendedDaysAgo };
}
