using System.Text.RegularExpressions;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>Runs a sample with each option and each value that a user may type by mistake.</summary>
internal static partial class OddOptions
{
    private static readonly string[] s_values =
    [
        "", " ", "x", "é\u0001", "NaN", "-Infinity", "1e999", "-1", "0", "1.5", "1,2", "0x10", "1\n2", "2147483648", "-2147483649",
        "99999999999999999999", new string('9', 5000), "\u0661", "--nonsense",
    ];

    /// <summary>
    /// Runs the sample with each option that its help shows and each odd value. Each run must end with success and no error message, or with
    /// exit code 1 or 2 and one line that is plain English.
    /// </summary>
    /// <param name="run">Runs the sample.</param>
    /// <param name="pathOptions">The options for paths, which are left out, since they may write files.</param>
    public static void Check(Func<string[], SampleRun> run, params string[] pathOptions)
    {
        string[] options = [.. OptionNames().Matches(run(["--help"]).Output)
            .SelectMany(match => match.Groups[1].Value.Split(", ")).Where(name => name.StartsWith("--", StringComparison.Ordinal))];
        Assert.Superset(pathOptions.ToHashSet(), options.ToHashSet());
        Assert.All(options.Except([.. pathOptions, "--help", "--version"]), option =>
        {
            Check(run([option]), option);
            Assert.All(s_values, value => Check(run([option, value]), $"{option} {value}"));
        });
        foreach (string[] arguments in (string[][])[["--nonsense"], ["nonsense"], [""], ["--"], ["--", "x"], ["-x"], ["@nowhere"], ["\0"]])
        {
            Check(run(arguments), string.Join(' ', arguments));
        }
    }

    /// <summary>Checks a run: success without an error message, or failure with one line.</summary>
    public static void Check(SampleRun run, string arguments)
    {
        if (run.ExitCode == ExitCodes.Success)
        {
            Assert.True(run.Error.Length == 0, $"{arguments}: {run.Error}");
            return;
        }

        CheckFailure(run, arguments);
    }

    /// <summary>Checks a run that failed: exit code 1 or 2, and one line that says what is wrong.</summary>
    public static void CheckFailure(SampleRun run, string arguments)
    {
        Assert.True(run.ExitCode is ExitCodes.Failure or ExitCodes.InvalidOption, $"{arguments}: exit code {run.ExitCode}, {run.Error}");
        string line = run.ErrorLine;
        Assert.True(line.Length > 10, $"{arguments}: {line}");
        Assert.DoesNotMatch(@"Unexpected error|\(Parameter|System\.|`1| at .*\.cs:line", line);
    }

    // Help has a line for each option, which begins with its names.
    [GeneratedRegex(@"^\s+((?:-[\w?-]+, )*--[a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex OptionNames();
}
