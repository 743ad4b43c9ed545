using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>The command-line options to save the state of a training and to go on from it, shared by the samples.</summary>
internal sealed class CheckpointCommandLine
{
    private readonly Option<string?> _file = PathOption.ForFile(
        "--checkpoint", "Save the state of the training to this file after each epoch, and when Ctrl-C ends the training.");

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the state in the file of --checkpoint, on any number of processes. While there is no such file, begin anew.",
    };

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> Options => [_file, _resume];

    /// <summary>Converts the parsed command line to options; null if no state is saved.</summary>
    /// <exception cref="ArgumentException">--resume is set without --checkpoint.</exception>
    public CheckpointOptions? Read(ParseResult result)
    {
        bool isResumed = result.GetValue(_resume);
        return result.GetValue(_file) is { } file ? new CheckpointOptions(file, isResumed)
            : isResumed ? throw new ArgumentException($"{_resume.Name} needs {_file.Name} FILE.")
            : null;
    }
}
