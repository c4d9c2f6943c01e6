-- Who works in development mode on the checkout of a project, which Looker has once for each user: alone on a branch of their own choice,
-- or with others on what is checked out.
CREATE TABLE "branch_leases" (
    "organization_id" UUID NOT NULL,
    "integrated_account_id" UUID NOT NULL,
    "looker_user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "call_id" UUID NOT NULL,
    "is_exclusive" BOOLEAN NOT NULL,
    "home_branch" TEXT,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "branch_leases_pkey" PRIMARY KEY ("organization_id","integrated_account_id","looker_user_id","project_id","call_id")
);

ALTER TABLE "branch_leases" ADD CONSTRAINT "branch_leases_organization_id_integrated_account_id_fkey" FOREIGN KEY ("organization_id", "integrated_account_id") REFERENCES "integrated_accounts"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON branch_leases TO gateway_app;
ALTER TABLE branch_leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON branch_leases USING (organization_id = ANY (current_organizations()));

SELECT force_row_level_security();
