import { emailAddress } from '../../../../values/email-address.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { linkTo } from '../../../run/looker-links.js';
import { usersOfAddress } from '../../../run/named-user.js';
import { recordId } from '../../../run/record-id.js';
import { refusedResult } from '../../../run/tool-result.js';
import { dry_run, takeSteps, type WorkflowStep } from '../../../run/workflow-steps.js';
import { notAnAddress } from '../../../schema/delivery-addresses.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { absentProblem, namesById } from '../names-by-id.js';

const ids = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const;
const CREATE = 'Create the user';
const LOGIN = 'Give them an e-mail login';

export const userWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'provision_user',
    effect: 'write',
    openWorld: true,
    about:
      'Creates a user with an e-mail login, roles, groups and user attribute values, and mails them an invitation.',
    arguments: {
      email: { type: 'string' },
      first_name: { type: 'string' },
      last_name: { type: 'string' },
      role_ids: ids('From list_roles.'),
      group_ids: ids('From list_groups.'),
      user_attribute_values: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'By name or id of the attribute: {"region": "EMEA"}.',
      },
      send_invite: { type: 'boolean', default: true, description: 'false: send no mail.' },
      dry_run,
    },
    required: ['email', 'first_name', 'last_name'],
    needs: [
      ...[
        'search_users',
        'all_roles',
        'all_groups',
        'all_user_attributes',
        'create_user',
        'create_user_credentials_email',
      ],
      ...['set_user_roles', 'add_group_user', 'set_user_attribute_user_value'],
      'send_user_credentials_email_password_reset',
    ],
    run: async (call, args) => {
      const { email, role_ids: roles = [], group_ids: groups = [], user_attribute_values: values = {} } = args;
      const [roleNames, groupNames, attributes] = await Promise.all([
        namesById(call, 'roles', roles),
        namesById(call, 'groups', groups),
        attributesNamed(call, Object.keys(values)),
      ]);
      const problems = [
        await addressProblem(call, email),
        absentProblem('role', roles, roleNames),
        absentProblem('group', groups, groupNames),
        ...attributes
          .filter(({ id }) => id === undefined)
          .map(({ name }) => `There is no user attribute ${name}: list_user_attributes has them.`),
      ].filter((problem) => problem !== null);
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNobody was created.`);
      const made: Made = { id: '' };
      const steps = stepsFor(call, made, { ...args, roles, groups, values, roleNames, groupNames, attributes });
      const answer = () => ({
        ...(made.id !== '' && { user_id: made.id, url: linkTo(call, 'user', made.id) }),
        ...(args.send_invite === false && { next: 'Invite them with send_password_reset.' }),
      });
      const affects = { user: `${args.first_name} ${args.last_name}`, email };
      const result = await takeSteps({ steps, affects, answer }, args.dry_run);
      return made.id === '' ? result : { ...result, recordId: made.id };
    },
  }),
];

/** Whom the first step has made. */
interface Made {
  id: string;
}

interface NewUser {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly send_invite: boolean | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly roleNames: ReadonlyMap<string, string>;
  readonly groupNames: ReadonlyMap<string, string>;
  readonly attributes: Awaited<ReturnType<typeof attributesNamed>>;
}

function stepsFor(call: ToolCall, made: Made, user: NewUser): readonly WorkflowStep[] {
  const { roles, groups, values, roleNames, groupNames, attributes } = user;
  const of = (below: string) => `${lookerPath`/users/${made.id}`}${below}`;
  const login = '/credentials_email';
  return [
    {
      step: CREATE,
      work: async () => {
        const body = { first_name: user.first_name, last_name: user.last_name };
        made.id = recordId((await call.send({ verb: 'POST', path: '/users', query: { fields: 'id' }, body })).body);
      },
    },
    {
      ...{ step: LOGIN, after: CREATE },
      work: () => call.send({ verb: 'POST', path: of(login), query: {}, body: { email: user.email } }),
    },
    ...(roles.length === 0
      ? []
      : [
          {
            ...{
              step: `Give them the roles ${roles.map((role) => roleNames.get(role)).join(', ')}`,
              after: CREATE,
            },
            work: () => call.send({ verb: 'PUT', path: of('/roles'), query: {}, body: roles }),
          },
        ]),
    ...groups.map((group) => ({
      ...{ step: `Put them into the group ${groupNames.get(group)}`, after: CREATE },
      work: () =>
        call.send({ verb: 'POST', path: lookerPath`/groups/${group}/users`, query: {}, body: { user_id: made.id } }),
    })),
    ...attributes.map(({ id: attribute = '', name }) => ({
      ...{ step: `Set their user attribute ${name}`, after: CREATE },
      work: () =>
        call.send({
          ...{ verb: 'PATCH', path: of(lookerPath`/attribute_values/${attribute}`), query: {} },
          body: { value: values[name] },
        }),
    })),
    ...(user.send_invite === false
      ? []
      : [
          {
            ...{ step: `Mail an invitation to ${user.email}`, after: LOGIN },
            work: () => call.send({ verb: 'POST', path: of(`${login}/send_password_reset`), query: {} }),
          },
        ]),
  ];
}

async function addressProblem(call: ToolCall, email: string): Promise<string | null> {
  const address = emailAddress(email);
  if (address === undefined) return notAnAddress('email', email);
  const [other] = await usersOfAddress(call, address);
  return other === undefined
    ? null
    : `User ${other.id} (${other.name}) has the e-mail address ${address} already: change them with update_user and grant_access.`;
}

/** User attributes by name or id; those that there are have an id. */
async function attributesNamed(
  call: ToolCall,
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly id: string | undefined }[]> {
  if (names.length === 0) return [];
  const { body } = await call.send({ verb: 'GET', path: '/user_attributes', query: { fields: 'id,name' } });
  const all = recordsOf(body);
  return names.map((name) => {
    const found = all.find((each) => each.name === name) ?? all.find((each) => String(each.id) === name);
    return { name, id: found === undefined ? undefined : String(found.id) };
  });
}
