-- Whether a Looker answers, and since when an account is in its state.
ALTER TYPE "account_state" ADD VALUE 'unreachable';

ALTER TABLE "integrated_accounts"
  ADD COLUMN "state_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Not earlier than the latest change of any kind: when the state of those that are there began is not known.
UPDATE "integrated_accounts" SET "state_changed_at" = "updated_at";
