-- What an instance says of its own API, as far as it differs from the bundled catalogue.
ALTER TABLE "integrated_accounts"
  ADD COLUMN "catalogue_difference" JSONB,
  ADD COLUMN "catalogue_checked_at" TIMESTAMPTZ(3),
  ADD COLUMN "catalogue_problem" TEXT;
