import { storeContract } from './contract.ts';
import { memoryStore } from './memory.ts';

storeContract('memory', () =>
  Promise.resolve({ open: () => Promise.resolve(memoryStore()), erase: () => Promise.resolve(), lasting: false }),
);
