SELECT set_config('gateway.as_owner', 'on', true);

-- The last four characters of the token, for telling URLs and tokens apart. Of those that exist already it is unknown until they
-- are used.
ALTER TABLE "mcp_servers" ADD COLUMN "fingerprint" TEXT;
ALTER TABLE "api_tokens" ADD COLUMN "fingerprint" TEXT;

-- The digest of every URL and API token that was ever issued, so that whoever finds one learns whose it is or was, also when
-- it was replaced or its record is gone. It is kept as long as the audit trail, which tells the rest.
CREATE TABLE "issued_tokens" (
    "organization_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "issued_tokens_pkey" PRIMARY KEY ("organization_id","digest")
);

ALTER TABLE "issued_tokens" ADD CONSTRAINT "issued_tokens_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO issued_tokens (organization_id, digest, kind, record_id) SELECT organization_id, token_digest, 'mcp_server', id FROM mcp_servers;
INSERT INTO issued_tokens (organization_id, digest, kind, record_id) SELECT organization_id, digest, 'api_token', id FROM api_tokens;

GRANT SELECT, INSERT ON issued_tokens TO gateway_app;
ALTER TABLE issued_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON issued_tokens USING (organization_id = ANY (current_organizations()));
SELECT force_row_level_security();

-- Whatever writes a digest, it is noted: on the first write, on a rotation, and when it moves under another master key.
CREATE FUNCTION note_issued_token() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'mcp_servers' THEN
    INSERT INTO issued_tokens (organization_id, digest, kind, record_id)
    VALUES (NEW.organization_id, NEW.token_digest, 'mcp_server', NEW.id) ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO issued_tokens (organization_id, digest, kind, record_id)
    VALUES (NEW.organization_id, NEW.digest, 'api_token', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER note_issued_token AFTER INSERT OR UPDATE OF token_digest ON mcp_servers
  FOR EACH ROW EXECUTE FUNCTION note_issued_token();
CREATE TRIGGER note_issued_token AFTER INSERT OR UPDATE OF digest ON api_tokens
  FOR EACH ROW EXECUTE FUNCTION note_issued_token();
