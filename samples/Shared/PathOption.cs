using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>Makes options that take a path.</summary>
internal static class PathOption
{
    private const string File = "FILE";
    private const string Folder = "DIR";

    /// <summary>The option of a file.</summary>
    public static Option<string?> OfFile(string name, string description) => Create(name, description, File);

    /// <summary>The option of the folder of a sample's data.</summary>
    public static Option<string?> OfData(string description) => Create("--data", description, Folder);

    /// <summary>The option of the file for a sample's results.</summary>
    public static Option<string?> OfJson() => OfFile("--json", "Where to write the results as JSON.");

    /// <summary>An option of another kind of path, which the help calls <paramref name="kind"/>.</summary>
    public static Option<string?> Create(string name, string description, string kind)
    {
        Option<string?> option = new(name) { Description = description, HelpName = kind };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} takes a path, but it is empty.");
            }
        });
        return option;
    }
}
