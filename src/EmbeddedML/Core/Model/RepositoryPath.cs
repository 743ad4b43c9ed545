namespace Microsoft.ML;

/// <summary>The names of the entries in a model file.</summary>
internal static class RepositoryPath
{
    public static string Combine(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";

    /// <summary>The name with '/' between its parts, whichever the writer's machine used.</summary>
    public static string Normalize(string name) => name.Replace('\\', '/');
}
