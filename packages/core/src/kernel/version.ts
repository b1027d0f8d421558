/** The rules version this app knows; a group names its own in its first fact. */
export const rulesVersion = 1;
