-- Sign-in by OAuth: what the authorization server remembers, who let which client in at which MCP server, and people's own
-- sign-ins at their Looker.
ALTER TABLE "organizations" ADD COLUMN     "access_token_minutes" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "dynamic_client_registration" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "refresh_token_days" INTEGER NOT NULL DEFAULT 180;

ALTER TABLE "integrated_accounts" ADD COLUMN     "oauth_client_guid" TEXT;

CREATE TABLE "oauth_records" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "consumed_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_records_pkey" PRIMARY KEY ("kind","key")
);

CREATE TABLE "oauth_signing_keys" (
    "id" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_signing_keys_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "oauth_clients" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "redirect_uris" TEXT[],
    "fingerprint" TEXT,
    "created_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_clients_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "oauth_grants" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "grant_id" TEXT NOT NULL,
    "mcp_server_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "client_host" TEXT NOT NULL,
    "member_id" UUID,
    "looker_sign_in_id" UUID,
    "person" TEXT NOT NULL,
    "scopes" TEXT[],
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_grants_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "looker_sign_ins" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integrated_account_id" UUID NOT NULL,
    "looker_user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "sealed_tokens" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "looker_sign_ins_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "oauth_records_grant_id_idx" ON "oauth_records"("grant_id");

CREATE INDEX "oauth_records_expires_at_idx" ON "oauth_records"("expires_at");

CREATE UNIQUE INDEX "oauth_grants_grant_id_key" ON "oauth_grants"("grant_id");

CREATE INDEX "oauth_grants_organization_id_mcp_server_id_idx" ON "oauth_grants"("organization_id", "mcp_server_id");

CREATE INDEX "oauth_grants_organization_id_member_id_idx" ON "oauth_grants"("organization_id", "member_id");

CREATE INDEX "oauth_grants_organization_id_looker_sign_in_id_idx" ON "oauth_grants"("organization_id", "looker_sign_in_id");

CREATE UNIQUE INDEX "looker_sign_ins_organization_id_integrated_account_id_looke_key" ON "looker_sign_ins"("organization_id", "integrated_account_id", "looker_user_id");

ALTER TABLE "oauth_clients" ADD CONSTRAINT "oauth_clients_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_organization_id_mcp_server_id_fkey" FOREIGN KEY ("organization_id", "mcp_server_id") REFERENCES "mcp_servers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_organization_id_member_id_fkey" FOREIGN KEY ("organization_id", "member_id") REFERENCES "members"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_organization_id_looker_sign_in_id_fkey" FOREIGN KEY ("organization_id", "looker_sign_in_id") REFERENCES "looker_sign_ins"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "looker_sign_ins" ADD CONSTRAINT "looker_sign_ins_organization_id_integrated_account_id_fkey" FOREIGN KEY ("organization_id", "integrated_account_id") REFERENCES "integrated_accounts"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The issuer is one for all organizations: a client registers, and a sign-in begins, before anybody knows for which. A record is
-- found by the digest of the credential that it stands for; what an organization may see of it stands in oauth_grants.
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_records, oauth_signing_keys TO gateway_app;
ALTER TABLE oauth_records ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_process ON oauth_records USING (true) WITH CHECK (true);
ALTER TABLE oauth_signing_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_process ON oauth_signing_keys USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_clients, oauth_grants, looker_sign_ins TO gateway_app;
ALTER TABLE oauth_clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON oauth_clients USING (organization_id = ANY (current_organizations()));
ALTER TABLE oauth_grants ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON oauth_grants USING (organization_id = ANY (current_organizations()));
ALTER TABLE looker_sign_ins ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON looker_sign_ins USING (organization_id = ANY (current_organizations()));

-- The id of an MCP server with sign-in stands in its URL and is no secret: it says which organization to ask, and opens nothing.
CREATE FUNCTION organization_of_mcp_server(server_id text)
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.organization_id, s.id FROM mcp_servers s WHERE s.id = server_id::uuid LIMIT 1
$$;

CREATE FUNCTION organization_of_oauth_grant(oauth_grant_id text)
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT g.organization_id, g.id FROM oauth_grants g WHERE g.grant_id = oauth_grant_id LIMIT 1
$$;

REVOKE EXECUTE ON FUNCTION organization_of_mcp_server(text), organization_of_oauth_grant(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_of_mcp_server(text), organization_of_oauth_grant(text) TO gateway_app;

-- Who asked, where a person signed in to ask.
ALTER TABLE "call_log" ADD COLUMN "oauth_grant_id" UUID, ADD COLUMN "person" TEXT;

-- As before, with the new columns. Entries of processes that do not know them yet have none.
CREATE OR REPLACE FUNCTION append_call_log(entries json) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO call_log (
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, member_id, oauth_grant_id, person, tool_name, resource, method,
    effect, status, arguments_digest, arguments_bytes, arguments, looker_status, looker_record_id, looker_duration_ms, duration_ms, rows,
    bytes, client_name, client_version, protocol_version, request_id)
  SELECT
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, member_id, oauth_grant_id, person, tool_name, resource, method,
    effect, status, arguments_digest, arguments_bytes, arguments, looker_status, looker_record_id, looker_duration_ms, duration_ms, rows,
    bytes, client_name, client_version, protocol_version, request_id
  FROM json_to_recordset(entries) AS given (
    organization_id uuid, id uuid, at timestamptz, mcp_server_id uuid, integrated_account_id uuid, api_token_id uuid,
    member_id uuid, oauth_grant_id uuid, person text, tool_name text, resource text, method text, effect text, status text, arguments_digest text,
    arguments_bytes int, arguments jsonb, looker_status int, looker_record_id text, looker_duration_ms float8, duration_ms float8, rows int,
    bytes int, client_name text, client_version text, protocol_version text, request_id uuid)
$$;

SELECT force_row_level_security();
