import { Alert } from '@mantine/core';

/** Of a server whose clients sign in at Looker itself, what would be better and why. */
export const LookerAdvice = () => (
  <Alert color="yellow" title="Signing in at the gateway works with more clients">
    Claude’s connectors have been seen failing against Looker’s own OAuth endpoints, and each client must be registered
    in Looker first. With “Here, at the gateway” and “At Looker” below it, people sign in at the same Looker, calls have
    the same permissions, and clients register by themselves.
  </Alert>
);
