/** VS Code reads marks in some texts it shows; what comes from outside (Orb, files, the user) must stay the text it is. */

/** For notices, which draw `[words](command:...)` as a link: a space takes that away, and everything is still there to read. */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** For labels of pick lists and of the status bar, which draw `$(trash)` as an icon: the backslash is not shown. */
export const withoutIcons = (text: string): string => text.replaceAll('$(', String.raw`\$(`);
