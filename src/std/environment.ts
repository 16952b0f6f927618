/** The environment of another process. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Without the variables whose names begin so, in upper or lower case. */
export const withoutVariables = (environment: Environment, prefix: string): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !name.toUpperCase().startsWith(prefix.toUpperCase()),
    ),
  );
