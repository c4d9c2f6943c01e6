-- The id of what a call created or changed in Looker; null for calls that read, and where Looker named none.
ALTER TABLE "call_log" ADD COLUMN "looker_record_id" TEXT;

-- As before, with the new column. Entries of processes that do not know it yet have none.
CREATE OR REPLACE FUNCTION append_call_log(entries json) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO call_log (
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, member_id, tool_name, resource, method,
    effect, status, arguments_digest, arguments_bytes, arguments, looker_status, looker_record_id, looker_duration_ms, duration_ms, rows,
    bytes, client_name, client_version, protocol_version, request_id)
  SELECT
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, member_id, tool_name, resource, method,
    effect, status, arguments_digest, arguments_bytes, arguments, looker_status, looker_record_id, looker_duration_ms, duration_ms, rows,
    bytes, client_name, client_version, protocol_version, request_id
  FROM json_to_recordset(entries) AS given (
    organization_id uuid, id uuid, at timestamptz, mcp_server_id uuid, integrated_account_id uuid, api_token_id uuid,
    member_id uuid, tool_name text, resource text, method text, effect text, status text, arguments_digest text,
    arguments_bytes int, arguments jsonb, looker_status int, looker_record_id text, looker_duration_ms float8, duration_ms float8, rows int,
    bytes int, client_name text, client_version text, protocol_version text, request_id uuid)
$$;
