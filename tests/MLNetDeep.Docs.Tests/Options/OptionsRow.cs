namespace MLNetDeep.Docs.Tests.Options;

/// <summary>A row of a table of options.</summary>
/// <param name="Line">The one-based line number of the row in its page.</param>
/// <param name="Name">The name of the option.</param>
/// <param name="Default">The text of the default, which begins with C# code between backticks.</param>
/// <param name="Accepted">The text of what is accepted.</param>
internal sealed record OptionsRow(int Line, string Name, string Default, string Accepted)
{
    /// <summary>The C# code of the default; null if the text does not begin with code.</summary>
    public string? DefaultCode => Default.StartsWith('`') && Default.IndexOf('`', 1) is int end and > 1 ? Default[1..end] : null;
}
