/** The most characters a member's name may have. */
export const longestName = 80;
