import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { refusedResult, textResult } from '../../run/tool-result.js';

/** The pages that can be embedded, as Looker's addresses have them, and other words for them. */
const PAGES: Readonly<Record<string, string>> = {
  dashboards: 'dashboards',
  dashboard: 'dashboards',
  looks: 'looks',
  look: 'looks',
  explore: 'explore',
  explores: 'explore',
  'query-visualization': 'query-visualization',
  'query-visualizations': 'query-visualization',
};

const SESSION_SECONDS = 3600;

/** Whoever embeds as the user of the connection has to name a page below /embed. */
function embeddedAddress(target: string): string | null {
  if (!URL.canParse(target)) return null;
  const url = new URL(target);
  if (!url.pathname.startsWith('/embed/')) url.pathname = `/embed${url.pathname}`;
  return url.href;
}

export const embedUrlTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'generate_embed_url',
    effect: 'write',
    adds: true,
    hidden: 'secrets',
    about: 'Makes a URL that opens one page of Looker, once and within 5 minutes, for whoever holds it.',
    hint: 'It logs in as the user of this connection; with external_user_id as that embed user.',
    arguments: {
      target_url: { type: 'string', description: 'Address of the page.' },
      type: {
        type: 'string',
        description: 'Instead: dashboards, looks, explore (id: model/explore), query-visualization.',
      },
      id: { type: 'string', description: 'Of that.' },
      session_length: {
        type: 'integer',
        minimum: 0,
        maximum: 2_592_000,
        default: SESSION_SECONDS,
        description: 'Seconds.',
      },
      force_logout_login: { type: 'boolean', default: false, description: 'Ends an earlier session in that browser.' },
      external_user_id: { type: 'string', description: 'Your id of an embed user.' },
      permissions: { type: 'array', items: { type: 'string' }, description: 'Of the embed user.' },
      models: { type: 'array', items: { type: 'string' }, description: 'Likewise.' },
      group_ids: { type: 'array', items: { type: 'string' }, description: 'Likewise.' },
      user_attributes: { type: 'object', additionalProperties: true, description: 'Likewise.' },
    },
    requiredGroups: [['target_url', 'type']],
    needs: ['create_embed_url_as_me', 'create_sso_embed_url'],
    run: async (call, { target_url, type, id, session_length, force_logout_login, external_user_id, ...user }) => {
      const page = type === undefined ? undefined : PAGES[type.toLowerCase()];
      if (target_url === undefined && (page === undefined || id === undefined))
        return refusedResult(`type is one of ${[...new Set(Object.values(PAGES))].join(', ')}, and goes with an id.`);
      const place = (id ?? '').split('/').map(encodeURIComponent).join('/');
      const address = embeddedAddress(target_url ?? `${call.webUrl}/${page}/${place}`);
      if (address === null) return refusedResult(`target_url is a whole address, such as ${call.webUrl}/dashboards/1.`);
      const isOther = external_user_id !== undefined;
      const lacks = (['permissions', 'models'] as const).filter((name) => user[name] === undefined);
      if (isOther && user.group_ids === undefined && lacks.length > 0)
        return refusedResult(`An embed user sees nothing without ${lacks.join(' and ')}, or group_ids.`);
      const { body } = await call.send({
        ...{ verb: 'POST', path: isOther ? '/embed/sso_url' : '/embed/token_url/me', query: {} },
        body: {
          target_url: address,
          session_length: session_length ?? SESSION_SECONDS,
          force_logout_login: force_logout_login ?? false,
          ...(isOther && { external_user_id, ...user }),
        },
      });
      const url = isRecord(body) ? String(body.url) : '';
      return textResult(JSON.stringify({ url, valid_for: '5 minutes, once' }));
    },
  }),
];
