/** What this process was started with, before any test set something. */
export const FIRST_ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = { ...process.env };
