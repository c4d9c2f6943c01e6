-- For an hour at most, an admin records what the clients of an MCP server and the gateway say to each other, without secrets and
-- contents.
ALTER TABLE "mcp_servers" ADD COLUMN "capture_started_at" TIMESTAMPTZ(3), ADD COLUMN "capture_until" TIMESTAMPTZ(3);

CREATE TABLE "captured_messages" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "mcp_server_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "is_fault" BOOLEAN NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "request" JSONB NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "captured_messages_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "captured_messages_organization_id_mcp_server_id_at_id_idx" ON "captured_messages"("organization_id", "mcp_server_id", "at", "id");

ALTER TABLE "captured_messages" ADD CONSTRAINT "captured_messages_organization_id_mcp_server_id_fkey" FOREIGN KEY ("organization_id", "mcp_server_id") REFERENCES "mcp_servers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, DELETE ON captured_messages TO gateway_app;
ALTER TABLE captured_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON captured_messages USING (organization_id = ANY (current_organizations()));

SELECT force_row_level_security();
