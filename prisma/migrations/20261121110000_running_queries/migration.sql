-- Queries that Looker works on, so that any process can wait for them and none is forgotten there.
CREATE TABLE "running_queries" (
    "organization_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "integrated_account_id" UUID NOT NULL,
    "task_id" TEXT NOT NULL,
    "query_id" TEXT NOT NULL,
    "holders" INTEGER NOT NULL DEFAULT 1,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "running_queries_pkey" PRIMARY KEY ("organization_id","digest")
);

CREATE INDEX "running_queries_organization_id_until_idx" ON "running_queries"("organization_id", "until");

ALTER TABLE "running_queries" ADD CONSTRAINT "running_queries_organization_id_integrated_account_id_fkey" FOREIGN KEY ("organization_id", "integrated_account_id") REFERENCES "integrated_accounts"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON running_queries TO gateway_app;
ALTER TABLE running_queries ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON running_queries USING (organization_id = ANY (current_organizations()));
