/** Environment variables of a debug session. */

interface LaunchConfiguration {
  readonly request?: unknown;
  readonly env?: unknown;
  readonly environment?: unknown;
}

/** Adds variables for a program that the session starts. What it attaches to has its own environment. */
export function withVariables<C extends LaunchConfiguration>(
  configuration: C,
  variables: Readonly<Record<string, string>>,
): C {
  if (configuration.request !== 'launch') return configuration;
  const { env, environment } = configuration;
  // The C++ debuggers have a list of their own.
  if (Array.isArray(environment)) {
    const own = environment as readonly { readonly name?: unknown }[];
    const others = own.filter(({ name }) => typeof name !== 'string' || !(name in variables));
    const added = Object.entries(variables).map(([name, value]) => ({ name, value }));
    return { ...configuration, environment: [...others, ...added] };
  }
  if (env !== undefined && (typeof env !== 'object' || env === null)) return configuration;
  return { ...configuration, env: { ...env, ...variables } };
}
