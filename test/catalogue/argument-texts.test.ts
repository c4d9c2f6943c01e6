import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { echoes } from '../../src/tools/catalogue/plain-text.js';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { argumentDescription, PROPERTY_DESCRIPTION_MAX } from '../../src/tools/schema/inline-schema.js';
import { toolNamed } from './tool-named.js';

const argumentsOf = (name: string) => toolNamed(name).inputSchema.properties ?? {};

describe('the text of an argument', () => {
  it.each([
    ['Id of the user', 'user_id'],
    ['Match Dashboard title.', 'title /dashboards/search'],
    ['Whether or not the alert is disabled', 'is_disabled Alert'],
    ['LookML Dashboard Id', 'lookml_dashboard_id'],
    ['Name of this scheduled plan', 'name WriteScheduledPlan'],
  ])('is left out when it says no more than the name: %s', (text, known) => {
    expect(echoes(text, known)).toBe(true);
  });

  it.each([
    ['Id of the owner', 'user_id'],
    ['Do not verify', 'verify'],
    ['Filter on dashboards created by a particular user.', 'user_id /dashboards/search'],
  ])('stays when it says more: %s', (text, known) => {
    expect(echoes(text, known)).toBe(false);
  });

  it('is short and free of what Looker writes everywhere', () => {
    const described = (description: string) => argumentDescription('x', { description }, '');
    expect(described('(Write-Only) Id of the bucket')).toBe('Id of the bucket');
    expect(described('Whether to include hidden ones (Defaults to false)')).toBe('Whether to include hidden ones');
    expect(described('Finds people. This is an experimental feature and may change.')).toBe('Finds people.');
    expect(described('word '.repeat(100)).length).toBeLessThanOrEqual(PROPERTY_DESCRIPTION_MAX);
  });

  it('shows the default fields instead of an example', () => {
    const defaults = toolCatalogue().tools.flatMap((tool) => {
      const fields = tool.inputSchema.properties?.fields;
      return fields?.default === undefined ? [] : [fields];
    });
    expect(defaults.length).toBeGreaterThan(10);
    for (const fields of defaults) expect(fields.description).toBe('Fields to answer.');
  });
});

describe('arguments', () => {
  it('that Looker calls deprecated in their text only are not offered', () => {
    const marked = Object.entries(loadCatalogue().schemas.WriteSetting?.properties ?? {})
      .filter(([, property]) => property.description?.startsWith('(DEPRECATED)') && property.deprecated === undefined)
      .map(([name]) => name);
    expect(marked).toContain('extension_load_url_enabled');
    for (const name of marked) expect(argumentsOf('looker_instance_change_settings')).not.toHaveProperty(name);
  });

  it('shown without texts are checked and rewritten like those with texts', () => {
    const tool = toolNamed('create_a_looker_query');
    expect(argumentsOf(tool.name).filters).toMatchObject({ type: 'object', additionalProperties: { type: 'string' } });
    expect(argumentsOf('create_a_looker_dashboard_element').query?.properties?.fields).toEqual({
      type: 'array',
      items: { type: 'string' },
    });
    const tile = { dashboard_id: '1', query: { model: 'm', view: 'v', limit: '10', colour: 'red' } };
    const problems = checkArguments(toolNamed('create_a_looker_dashboard_element'), tile);
    expect(problems.map((problem) => problem.path).sort()).toEqual(['query.colour', 'query.limit']);
    expect(buildRequest(tool, { model: 'm', view: 'v', limit: 10 }).body).toEqual({
      model: 'm',
      view: 'v',
      limit: '10',
    });
  });
});
