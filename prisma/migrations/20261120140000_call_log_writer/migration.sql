-- The calls of many organizations are written together, before their answers leave. As a function of the owner it is one
-- statement, without a transaction to open and an organization to name first. It can add rows, and nothing else.
CREATE FUNCTION append_call_log(entries json) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO call_log (
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, tool_name, resource, method, effect,
    status, arguments_digest, arguments_bytes, arguments, looker_status, looker_duration_ms, duration_ms, rows, bytes,
    client_name, client_version, protocol_version, request_id)
  SELECT
    organization_id, id, at, mcp_server_id, integrated_account_id, api_token_id, tool_name, resource, method, effect,
    status, arguments_digest, arguments_bytes, arguments, looker_status, looker_duration_ms, duration_ms, rows, bytes,
    client_name, client_version, protocol_version, request_id
  FROM json_to_recordset(entries) AS given (
    organization_id uuid, id uuid, at timestamptz, mcp_server_id uuid, integrated_account_id uuid, api_token_id uuid,
    tool_name text, resource text, method text, effect text, status text, arguments_digest text, arguments_bytes int,
    arguments jsonb, looker_status int, looker_duration_ms float8, duration_ms float8, rows int, bytes int,
    client_name text, client_version text, protocol_version text, request_id uuid)
$$;

REVOKE EXECUTE ON FUNCTION append_call_log(json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_call_log(json) TO gateway_app;
REVOKE INSERT ON call_log FROM gateway_app;
