import { fromHex, type Bytes } from '@awna/base';

/** A signature on which libraries disagree, and what PROTOCOL §9 says of it. */
export interface Vector {
  readonly publicKey: Bytes;
  readonly signature: Bytes;
  readonly message: Bytes;
  readonly good: boolean;
}

type Row = readonly [publicKey: string, signature: string, message: string, good?: true];

// RFC 8032 §7.1, tests 1 and 2; then the cases of Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (SSR 2020).
const published: readonly Row[] = [
  // RFC 8032, test 1
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    '',
    true,
  ],
  // RFC 8032, test 2
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    '72',
    true,
  ],
  // S = 0, R and A of small order
  [
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000',
    '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
  ],
  // A of small order, R with torsion
  [
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
  ],
  // R of small order, A with torsion
  [
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e',
    'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
  ],
  // both with torsion, the equation holds
  [
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
  ],
  // both with torsion, good only when multiplied by 8
  [
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
  ],
  // good only when multiplied by 8 before reducing k
  [
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
  ],
  // S > L
  [
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
  ],
  // S far above L
  [
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
  ],
  // R spelled p, hashed as received
  [
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607',
    'fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a',
  ],
  // R spelled p, hashed as 0
  [
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09',
    '84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1',
  ],
];

// Made with noble for what those do not cover: A is a good key wherever its name does not say otherwise.
const crafted: readonly Row[] = [
  // an honest signature
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '1713e3c3fd9fc4b08c208f029d8bc15176b8a925dae6a9cc7262484b4deb91e45851a9e5b234108a7d53fa38e8cb180424e60198bdece99ff32d214ccd24920d',
    '61776e61',
    true,
  ],
  // S + L
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '1713e3c3fd9fc4b08c208f029d8bc15176b8a925dae6a9cc7262484b4deb91e445259f42cd9722e253f0f1dbc6c5f71824e60198bdece99ff32d214ccd24921d',
    '61776e61',
  ],
  // another message
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '1713e3c3fd9fc4b08c208f029d8bc15176b8a925dae6a9cc7262484b4deb91e45851a9e5b234108a7d53fa38e8cb180424e60198bdece99ff32d214ccd24920d',
    '61776e62',
  ],
  // R is the identity
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '01000000000000000000000000000000000000000000000000000000000000009cf6d99fad1f9f345edb7d74b65e3144688bf6064b585efff4bc52f93172f203',
    '61776e61',
  ],
  // R is the identity with a sign
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '0100000000000000000000000000000000000000000000000000000000000080ae5f902a08a0e30b4a9c23107a15a06ffddc3eb1e711d6396f2faa1b0ad27e02',
    '61776e61',
  ],
  // R is the identity spelled p + 1
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f8376910ad0935343102e09f35e50eed5b86b0e3f890d341cae61ca9653f29802',
    '61776e61',
  ],
  // R of order 2, good only when multiplied by 8
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f6c8fcc0efd08511d1c9f11bab043139f84087109261a5edcbbae44e05a241b07',
    '61776e61',
  ],
  // R with torsion, good only when multiplied by 8
  [
    '0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0',
    '1dd960b291c53514fece1341fc0dcd8a648b3934c2c533666f737a654ff1e1bf104b4a5b39c5681e5f11f9a2723b84798607d6f247e297893c33a58739bb8704',
    '61776e61',
  ],
  // A with torsion, the equation holds
  [
    '915cff3d005d8540fd6c36e3a5d020ebb0cfc79acc2ec967139239edfc850d44',
    '17ffad8068dc0de9935d36636f3ad1b5de6de3413b12388e453b05f2a4c1d3db50602b01bfe7b17288327fabf5572aeeacbd8651766ac00d26965bb034cadb0c',
    '61776e612038',
  ],
  // A is the identity: anything is signed
  [
    '0100000000000000000000000000000000000000000000000000000000000000',
    '17ffad8068dc0de9935d36636f3ad1b5de6de3413b12388e453b05f2a4c1d3db15cd5b0700000000000000000000000000000000000000000000000000000000',
    '61776e61',
  ],
  // A is the identity spelled p + 1
  [
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '17ffad8068dc0de9935d36636f3ad1b5de6de3413b12388e453b05f2a4c1d3db15cd5b0700000000000000000000000000000000000000000000000000000000',
    '61776e61',
  ],
  // A is the identity with a sign
  [
    '0100000000000000000000000000000000000000000000000000000000000080',
    '17ffad8068dc0de9935d36636f3ad1b5de6de3413b12388e453b05f2a4c1d3db15cd5b0700000000000000000000000000000000000000000000000000000000',
    '61776e61',
  ],
];

const bytes = (text: string): Bytes => fromHex(text) ?? new Uint8Array();

/** Named in `vector-names.ts`, which nobody needs on a phone. Run at every start, in production too: an engine that judges one of them otherwise is set aside. */
export const vectors: readonly Vector[] = [...published, ...crafted].map(([publicKey, signature, message, good = false]) => ({
  publicKey: bytes(publicKey),
  signature: bytes(signature),
  message: bytes(message),
  good,
}));
