import { describe, expect, it } from 'vitest';
import { banner, claudeLink } from '../../src/local-mode/banner.js';
import type { LocalRecord } from '../../src/local-mode/local-record.js';

const signInUrl = 'http://localhost:3000/mcp/01900000-0000-7000-8000-000000000009';
const mcpUrl = 'http://localhost:3000/mcp/lmg_url_abc';
const full: LocalRecord = {
  base_url: 'http://localhost:3000',
  dashboard_url: 'http://localhost:3000/app',
  admin_email: 'admin@localhost',
  admin_password: 'planted-admin-password',
  api_token: 'lmg_api_xyz',
  sample_looker: { base_url: 'http://127.0.0.1:19999', client_id: 'id', client_secret: 'planted-secret' },
  integrated_account_id: 'account',
  mcp_server_id: 'server',
  mcp_url: mcpUrl,
  sign_in_mcp_server_id: 'signed',
  sign_in_mcp_url: signInUrl,
};
const {
  sign_in_mcp_url: _signIn,
  sign_in_mcp_server_id: _signInServer,
  mcp_url: _url,
  mcp_server_id: _server,
  sample_looker: _sample,
  ...bare
} = full;
const lines = (record: LocalRecord) => banner(record, '/data/local.json').split('\n');

/** The first line of shell after a heading, without its indent. */
const below = (heading: string) => {
  const shown = lines(full);
  return shown.slice(shown.findIndex((line) => line.includes(heading)) + 1).map((line) => line.replace(/^ {4}/, ''));
};

describe('the banner', () => {
  it('shows the addresses and the token, each whole on a line of its own, and where they are kept', () => {
    const shown = lines(full);
    for (const value of [mcpUrl, signInUrl, full.dashboard_url, `${full.base_url}/docs`, full.api_token])
      expect(shown.filter((line) => line.trimEnd().endsWith(` ${value}`)).length).toBeGreaterThanOrEqual(1);
    expect(shown.join('\n')).toContain('/data/local.json');
    expect(shown.join('\n')).toContain('http://127.0.0.1:19999');
  });

  it('shows neither the password of the owner nor the secret of the sample', () => {
    expect(lines(full).join('\n')).not.toContain('planted');
  });

  it('gives the command for Claude Code', () => {
    expect(below('Claude Code')[0]).toBe(`claude mcp add --transport http looker ${mcpUrl}`);
  });

  it('gives a configuration for Claude Desktop that is JSON', () => {
    const rest = below('Claude Desktop');
    const config = JSON.parse(rest.slice(0, rest.indexOf('')).join('\n'));
    expect(config.mcpServers.looker.args).toContain(mcpUrl);
  });

  it('gives a call with curl whose body is a request of the protocol', () => {
    const rest = below('  curl');
    const command = rest.slice(0, rest.indexOf('')).join(' ');
    expect(command).toContain(`curl ${mcpUrl}`);
    expect(JSON.parse(/-d '(.*)'/.exec(command)?.[1] ?? '')).toMatchObject({ jsonrpc: '2.0', method: 'tools/list' });
  });

  it('says that Claude on the web needs a public address exactly when there is none', () => {
    expect(lines(full).join('\n')).toContain('set PUBLIC_URL');
    const reachable = { ...full, mcp_url: 'https://mcp.example.com/mcp/lmg_url_abc' };
    expect(lines(reachable).join('\n')).not.toContain('set PUBLIC_URL');
  });

  it('shows no clients when there is no MCP URL yet, and no sample when none runs', () => {
    const text = lines(bare).join('\n');
    expect(text).toContain(full.api_token);
    for (const absent of ['curl', 'Claude', 'MCP URL', 'sign-in', 'sample data', 'undefined'])
      expect(text).not.toContain(absent);
  });
});

describe('the link for Claude on the web', () => {
  it('opens the form for a custom connector with name and URL filled in, whatever they hold', () => {
    const link = new URL(claudeLink('Looker & Söhne', `${mcpUrl}?a=b&c=d`));
    expect(`${link.origin}${link.pathname}`).toBe('https://claude.ai/customize/connectors');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      modal: 'add-custom-connector',
      connectorName: 'Looker & Söhne',
      connectorUrl: `${mcpUrl}?a=b&c=d`,
    });
  });
});
