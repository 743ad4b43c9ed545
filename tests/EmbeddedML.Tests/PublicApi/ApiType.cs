namespace EmbeddedML.Tests.PublicApi;

/// <summary>A type in the list of ML.NET's public API.</summary>
/// <param name="Assembly">The assembly that has it.</param>
/// <param name="Header">Namespace, kind and name, without what it derives from.</param>
/// <param name="Members">Its members.</param>
internal sealed record ApiType(string Assembly, string Header, HashSet<string> Members)
{
    /// <summary>The name with its namespace.</summary>
    public string Name
    {
        get
        {
            // The arguments of a generic type have spaces of their own.
            int end = Header.IndexOf('<') is >= 0 and int generic ? generic : Header.Length;
            return $"{Header.Split(" :: ")[0]}.{Header[(Header.LastIndexOf(' ', end - 1) + 1)..]}";
        }
    }
}
