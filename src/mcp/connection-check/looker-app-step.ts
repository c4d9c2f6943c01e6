import type { AppPreset } from '../../accounts/looker-apps/app-presets.js';
import type { LookerAppsView } from '../../accounts/looker-apps/looker-apps.view.js';
import { fault, ok, type Step, warning } from '../../doctor/step.js';
import { AppError } from '../../errors/app-error.js';

const NO_APP =
  'Looker does not know this gateway, so that nobody can sign in there: register it under “Sign-in at Looker” on the page of the integrated account.';
const NOT_FOUND =
  'Looker has no app with the guid that is stored here, so that nobody can sign in there: register the gateway again under “Sign-in at Looker” on the page of the integrated account.';
const NO_CLIENT =
  'Claude is not registered in Looker, so that its sign-in fails there unless it was registered under another guid: register claude-desktop under “Sign-in at Looker” on the page of the integrated account.';

/**
 * Whether Looker has the app by which people sign in.
 * @param preset the gateway's own, or a client's where Looker's own tokens are taken.
 * @param read asks Looker.
 */
export const lookerAppStep = (preset: AppPreset, read: () => Promise<LookerAppsView>): Step => ({
  name: 'OAuth app in Looker',
  entries: ['sign-in'],
  run: async () => {
    try {
      return judged(preset, await read());
    } catch (error) {
      if (error instanceof AppError) return warning(`Looker could not be asked for its OAuth apps: ${error.message}`);
      throw error;
    }
  },
});

function judged(preset: AppPreset, { client_guid: guid, apps }: LookerAppsView) {
  const isOwn = preset === 'gateway';
  if (isOwn && guid === null) return fault(NO_APP);
  const app = apps.find((each) => each.preset === preset);
  if (app === undefined) return warning(NO_CLIENT);
  const { state, problem } = app;
  if (state === 'registered') return ok('Looker has the app, and sends people back to where it takes its answers.');
  if (state === 'not_seen' && problem !== null) return warning(problem);
  if (!isOwn) return warning(problem ?? NO_CLIENT);
  return fault(problem ?? NOT_FOUND);
}
