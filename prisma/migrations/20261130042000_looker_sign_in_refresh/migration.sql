-- Until when one process has taken it on to refresh the tokens of a sign-in at Looker.
ALTER TABLE "looker_sign_ins" ADD COLUMN "refreshing_until" TIMESTAMPTZ(3);
