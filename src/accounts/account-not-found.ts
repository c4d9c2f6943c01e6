import { AppError } from '../errors/app-error.js';

/** For an id of nobody's, of another organization's and of an account outside of the caller's scope alike. */
export const accountNotFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );
