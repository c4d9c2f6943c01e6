-- The gateway logs in as the owner of the tables, for migrations, and works as this role: it cannot bypass row-level security.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gateway_app') THEN
    CREATE ROLE gateway_app NOLOGIN NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION
  -- Roles belong to the whole server: another database of it may be migrating at the same moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'gateway_app', 'MEMBER') THEN
    EXECUTE format('GRANT gateway_app TO %I', current_user);
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO gateway_app;
GRANT SELECT, INSERT, UPDATE ON organizations, audit_heads TO gateway_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON members, sessions, invitations, api_tokens, integrated_accounts, mcp_servers TO gateway_app;
-- What happened can be added to and read. Nobody who works as this role can change it; calls can be deleted when their time is over.
GRANT SELECT, INSERT ON audit_events TO gateway_app;
GRANT SELECT, INSERT, DELETE ON call_log TO gateway_app;

-- The organizations for which the transaction may see and write rows: none unless it says so.
CREATE FUNCTION current_organizations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(nullif(current_setting('gateway.organization_ids', true), ''), ',')::uuid[]
$$;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organizations USING (id = ANY (current_organizations()));

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'members', 'sessions', 'invitations', 'api_tokens', 'integrated_accounts', 'mcp_servers', 'audit_heads', 'audit_events', 'call_log'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = ANY (current_organizations()))', tenant_table);
  END LOOP;
END
$$;

-- The look-ups that start from a credential cannot know the organization yet. They run as the owner, take the whole
-- credential, and give back ids only.
CREATE FUNCTION organization_of_mcp_token(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.organization_id, s.id FROM mcp_servers s WHERE s.token_digest = ANY (digests) OR s.old_token_digest = ANY (digests) LIMIT 1
$$;

CREATE FUNCTION organization_of_api_token(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.organization_id, t.id FROM api_tokens t WHERE t.digest = ANY (digests) LIMIT 1
$$;

CREATE FUNCTION organization_of_session(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.organization_id, s.id FROM sessions s WHERE s.digest = ANY (digests) LIMIT 1
$$;

CREATE FUNCTION organization_of_invitation(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT i.organization_id, i.id FROM invitations i WHERE i.digest = ANY (digests) LIMIT 1
$$;

CREATE FUNCTION organization_of_member(member_email text)
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id FROM members m WHERE m.email = member_email LIMIT 1
$$;

-- For jobs that serve all organizations, one after the other.
CREATE FUNCTION organization_ids()
  RETURNS TABLE (id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT o.id FROM organizations o ORDER BY o.id
$$;

REVOKE EXECUTE ON FUNCTION
  organization_of_mcp_token(text[]), organization_of_api_token(text[]), organization_of_session(text[]),
  organization_of_invitation(text[]), organization_of_member(text), organization_ids()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  organization_of_mcp_token(text[]), organization_of_api_token(text[]), organization_of_session(text[]),
  organization_of_invitation(text[]), organization_of_member(text), organization_ids(), current_organizations()
  TO gateway_app;
