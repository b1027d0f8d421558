/** What somebody wrote as a list, with commas of either script, semicolons or line breaks between. */
export const listIn = (text: string): string[] =>
  text
    .split(/[,،;؛\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .slice(0, 30);
