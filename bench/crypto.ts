import { benchEngines } from '../packages/crypto/bench/engines.ts';
import { ms, times, whole, type Area } from './table.ts';

/** The platform's primitives beside noble's. */
export const crypto: Area = {
  name: 'crypto',
  title: 'Crypto: the platform (WebCrypto, with our strict checks) beside noble',
  async measure(say) {
    say('verifying, sealing, opening');
    const [web, noble] = await benchEngines();
    return [
      {
        what: 'strict Ed25519 verified',
        figure: `${whole(web.verifies)}/s`,
        beside: `noble: ${whole(noble.verifies)}/s`,
        ratio: times(web.verifies / noble.verifies),
      },
      { what: 'HPKE sealed', figure: ms(web.seal), beside: `noble: ${ms(noble.seal)}`, ratio: times(noble.seal / web.seal) },
      { what: 'HPKE opened', figure: ms(web.open), beside: `noble: ${ms(noble.open)}`, ratio: times(noble.open / web.open) },
    ];
  },
};
