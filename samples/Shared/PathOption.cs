using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>Creates command-line options whose value is a path.</summary>
internal static class PathOption
{
    private const string FilePlaceholder = "FILE";
    private const string FolderPlaceholder = "DIR";

    /// <summary>Creates an option for a file path.</summary>
    public static Option<string?> ForFile(string name, string description) => ForPath(name, description, FilePlaceholder);

    /// <summary>Creates the option --data for the folder with a sample's data set.</summary>
    public static Option<string?> ForDataFolder(string description) => ForPath("--data", description, FolderPlaceholder);

    /// <summary>Creates the option --json for the file that receives a sample's results.</summary>
    public static Option<string?> ForJsonFile() => ForFile("--json", "Write the results to this file as JSON.");

    /// <summary>Creates an option for a path.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">The help text.</param>
    /// <param name="placeholder">The placeholder for the path in the help text, such as FILE.</param>
    public static Option<string?> ForPath(string name, string description, string placeholder)
    {
        Option<string?> option = new(name) { Description = description, HelpName = placeholder };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} needs a path, but its value is empty.");
            }
        });
        return option;
    }
}
