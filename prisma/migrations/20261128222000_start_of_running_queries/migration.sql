-- Of queries that are under way the beginning is not known: a call that comes back for one counts from here.
ALTER TABLE "running_queries" ADD COLUMN "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
