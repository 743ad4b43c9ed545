using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>Creates command-line options whose value is a path.</summary>
internal static class PathOption
{
    private const string File = "FILE";
    private const string Folder = "DIR";

    /// <summary>Creates an option whose value is a file.</summary>
    public static Option<string?> OfFile(string name, string description) => Create(name, description, File);

    /// <summary>Creates the option for the folder of a sample's data.</summary>
    public static Option<string?> OfData(string description) => Create("--data", description, Folder);

    /// <summary>Creates the option for the file of a sample's results.</summary>
    public static Option<string?> OfJson() => OfFile("--json", "The file to write the results to, as JSON.");

    /// <summary>Creates an option whose value the help text calls <paramref name="kind"/>.</summary>
    public static Option<string?> Create(string name, string description, string kind)
    {
        Option<string?> option = new(name) { Description = description, HelpName = kind };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} needs a path, but it is empty.");
            }
        });
        return option;
    }
}
