const TOKEN_LIKE = /lmg_[a-z]{3}_[0-9a-z]{8,}/i;

/** Whether a text holds a token, or enough of one that it must stand in no address. */
export const holdsToken = (text: string): boolean => TOKEN_LIKE.test(text);
