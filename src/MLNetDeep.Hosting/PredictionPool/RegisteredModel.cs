namespace MLNetDeep.Hosting;

/// <summary>A model that was added to a pool. Its options have the same name.</summary>
/// <param name="Pool">The type of the pool.</param>
/// <param name="Name">The name; empty for the default model.</param>
internal sealed record RegisteredModel(Type Pool, string Name)
{
    private const string DefaultDescription = "default";

    /// <summary>The name for people: in messages, logs, metrics and health reports.</summary>
    public static string Describe(string? name) => string.IsNullOrEmpty(name) ? DefaultDescription : name;
}
