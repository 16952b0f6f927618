/** VS Code interprets markup in some texts it shows; text from outside (Orb, files, the user) must be shown as it is. */

/** For notifications, which show `[text](command:...)` as a link: a space prevents that and keeps everything readable. */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** For labels of Quick Picks and the status bar, which show `$(trash)` as an icon: the backslash isn't shown. */
export const withoutIcons = (text: string): string => text.replaceAll('$(', String.raw`\$(`);
