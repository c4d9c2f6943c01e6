import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiDocument } from '../../src/app.description.js';
import { operationsOf } from '../../src/http/description/operations.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

// Generated clients call their methods after these: add some, never change or remove one.
const operationIds = [
  'acceptInvitation',
  'beginSingleSignOn',
  'changePassword',
  'createApiToken',
  'createIntegratedAccount',
  'createInvitation',
  'createMcpServer',
  'deleteIntegratedAccount',
  'deleteMcpServer',
  'downloadAccessReport',
  'findToken',
  'finishSingleSignOn',
  'getAccessReport',
  'getApiToken',
  'getHealth',
  'getIntegratedAccount',
  'getLeastPrivilege',
  'getMcpServer',
  'getOrganization',
  'getReadiness',
  'getSession',
  'getSetup',
  'getSignInMethods',
  'getUsage',
  'getUsageOfMcpServers',
  'listApiTokens',
  'listAuditEvents',
  'listEndedAccess',
  'listIntegratedAccountTools',
  'listIntegratedAccounts',
  'listInvitations',
  'listMcpServerTools',
  'listMcpServers',
  'listMembers',
  'listToolCalls',
  'refreshIntegratedAccount',
  'removeMember',
  'replayCalls',
  'revokeApiToken',
  'revokeInvitation',
  'rotateMcpServer',
  'sendMcpMessage',
  'setUp',
  'signIn',
  'signOut',
  'signOutEverywhere',
  'tryTool',
  'updateIntegratedAccount',
  'updateMcpServer',
  'updateMember',
  'updateOrganization',
  'verifyAuditTrail',
  'watchToolCalls',
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

it('the operation ids are exactly these', () => {
  const ids = operationsOf(apiDocument(gateway.app)).map(({ operation }) => operation.operationId);
  expect(ids.sort()).toEqual(operationIds);
});
