/** X1: the ten kinds. «Skills, knowledge & errands» is one. */
export const kinds = ['food', 'goods', 'skills', 'health', 'legal', 'space', 'company', 'ride', 'care', 'money'] as const;
export type Kind = (typeof kinds)[number];

/** Units of amounts; money is counted in minor units of an ISO 4217 currency and names the currency instead. */
export const units = ['piece', 'meal', 'box', 'kg', 'litre', 'person', 'hour', 'night', 'trip', 'visit', 'page'] as const;
export type Unit = (typeof units)[number];
