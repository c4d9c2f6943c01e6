SELECT set_config('gateway.as_owner', 'on', true);

-- The Looker that gave a person's tokens. An account can be given another one, where the same number is another person's.
ALTER TABLE "looker_sign_ins" ADD COLUMN "base_url" TEXT NOT NULL DEFAULT '';
UPDATE looker_sign_ins s SET base_url = a.base_url FROM integrated_accounts a
  WHERE a.organization_id = s.organization_id AND a.id = s.integrated_account_id;

DROP INDEX "looker_sign_ins_organization_id_integrated_account_id_looke_key";
CREATE UNIQUE INDEX "looker_sign_ins_organization_id_integrated_account_id_base__key" ON "looker_sign_ins"("organization_id", "integrated_account_id", "base_url", "looker_user_id");
