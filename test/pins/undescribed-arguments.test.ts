import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';

/** Names that say all there is to say, where they stand. An argument that is not among them has a description. */
const SELF_EXPLAINING = new Set(
  (
    'active all_access allow_direct_roles allow_persistent_sessions allow_roles_from_normal_groups ' +
    'allow_user_timezones answer appearance aria_description audience auth_type authorization_endpoint ' +
    'auto_certify_lookml_content automated_mfa_enabled base_view branch_name built_in bypass_login_page category ' +
    'certification_status column_limit column_name column_width connection_host connection_name connection_tls ' +
    'content_certification_documentation_link context created_at custom_s3_bucket custom_s3_bucket_region ' +
    'dashboard_auto_refresh_restriction dashboard_filter_name default_value deleted description device_type ' +
    'display_name duration_in_seconds dynamic_fields email emails enable_starttls_auto enabled ' +
    'expiration_duration_days expiration_enabled explore explore_name extension_framework_enabled externally_managed ' +
    'favorited field field_name fields fill_fields filter_expression filters first_name full_name groups_attribute ' +
    'groups_base_dn groups_finder_type guid header hidden idp_audience idp_cert idp_issuer idp_url instructions ' +
    'is_active is_content_certification_enabled is_disabled is_enabled is_public is_service_account is_shared_root ' +
    'is_users_root issuer key_color label last_name last_viewed_at legend_position limit listen lookml_model_name ' +
    'managed_certificate_uri marketplace_enabled merge_fields message min_length model model_name modern_vis2026 ' +
    'name note_text notes onboarding_enabled order page_background_color page_side_margins pdf_landscape ' +
    'permission_type pivots port public purpose query_slug query_timezone questions reason refresh_interval ' +
    'require_numeric require_special require_upperlower result_format revoke_certification_on_edits row_total schema ' +
    'scopes session_minutes set_roles_from_groups show_filters_bar show_title slug sorts source_field_name sources ' +
    'sql ssl_version stacking subject subtitle_text subtotals table_name tables tag_message tag_name test_slug theme ' +
    'threshold tile_background_color tile_shadow tile_space_between tile_title_alignment title title_hidden ' +
    'token_endpoint total track_session_location trellis type unlimited_sessions_per_user url ' +
    'user_attribute_map_first_name user_attribute_map_last_name user_name user_objectclass userinfo_endpoint value ' +
    'verify_ssl view view_count vis_config width x_axis_label x_axis_label_rotation x_axis_scale y_axis_scale_mode note_display note_state ui_config display ' +
    'connection content dev_mode directory_path row column height body_text tab'
  ).split(' '),
);
/** An id of what its name says. */
const IDS = /(?:^|_)ids?$/;

function undescribed(schema: JsonSchema, path: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const isSaid = part.description !== undefined || IDS.test(name) || SELF_EXPLAINING.has(name);
    return [...(isSaid ? [] : [`${path} ${name}`]), ...undescribed(part, `${path} ${name}`)];
  });
  return schema.items === undefined ? own : [...own, ...undescribed(schema.items, path)];
}

describe('the arguments of tools', () => {
  it('have a description each, unless the name says all', () => {
    const tools = toolCatalogue().tools.filter(({ hidden }) => hidden === null);
    expect(tools.length).toBeGreaterThan(460);
    expect(tools.flatMap(({ name, inputSchema }) => undescribed(inputSchema, name))).toEqual([]);
  });

  it('that need one are found, nested ones too', () => {
    const schema = { properties: { a_thing: { type: 'array', items: { properties: { other_thing: {} } } } } };
    expect(undescribed(schema, 'x')).toEqual(['x a_thing', 'x a_thing other_thing']);
  });

  it('tell the rows that are computed from those that are answered', () => {
    const properties = toolCatalogue().byName.get('looker_query_run_inline')?.inputSchema.properties;
    expect(properties?.limit?.description).toMatch(/computes at most/);
    expect(properties?.rows_max?.description).toMatch(/in one answer; next_cursor/);
  });
});
