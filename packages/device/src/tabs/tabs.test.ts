import { tabsContract } from './contract.ts';

tabsContract('locks');
tabsContract('lease');
