import { Logger } from '@nestjs/common';

type OidcPackage = typeof import('oidc-provider');

const RUNTIME_WARNING = 'oidc-provider WARNING: Unsupported runtime.';
let loading: Promise<OidcPackage> | undefined;

/**
 * `oidc-provider`, which is loaded when somebody signs in first. On Node 20 it says on the console that it does not support it: that one line
 * goes to the log, and says what it means here. Whatever else is said meanwhile stays as it is.
 */
export function oidcPackage(): Promise<OidcPackage> {
  loading ??= load();
  return loading;
}

async function load(): Promise<OidcPackage> {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    if (said.some((each) => typeof each === 'string' && each.includes(RUNTIME_WARNING)))
      new Logger('AuthorizationServer').log({
        code: 'oauth.runtime',
        message: `oidc-provider is made for Node.js 22 and later. This gateway is tested with it on Node.js 20.19 and later, too; this is ${process.version}.`,
      });
    else warn.apply(console, said);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
