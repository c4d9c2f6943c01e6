-- Where people open this Looker, as it says itself; null: where it was connected. What kind of installation it is decides as whom the
-- gateway can act there, and whose deeds Looker says those are.
ALTER TABLE "integrated_accounts"
  ADD COLUMN     "web_url" TEXT,
  ADD COLUMN     "deployment_type" TEXT NOT NULL DEFAULT 'self_hosted',
  ADD COLUMN     "acts_associatively" BOOLEAN NOT NULL DEFAULT false;
