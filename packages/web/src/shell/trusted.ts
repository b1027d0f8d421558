interface ScriptPolicy {
  createScriptURL(address: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

declare global {
  interface Window {
    /** Typed here for what we use: a trusted address goes wherever a plain one went. */
    readonly trustedTypes?: PolicyFactory;
  }
}

const own = (address: string): string => {
  if (new URL(address, location.origin).origin !== location.origin) throw new Error('not our own script');
  return address;
};

const policy = window.trustedTypes?.createPolicy('awna', { createScriptURL: own });

/** The address of a script of our own, marked as such where the browser asks for it. */
export const scriptAddress = (address: string): string => policy?.createScriptURL(address) ?? own(address);
