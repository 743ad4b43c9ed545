using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>The command-line options for the web pages of a run, shared by the samples.</summary>
/// <param name="name">What the names of files in the current folder begin with, such as "digits".</param>
internal sealed class PageCommandLine(string name)
{
    private readonly string _defaultReport = $"{name}-report.html";
    private readonly string _weights = $"{name}-best.safetensors";

    /// <summary>The option for the file of the report.</summary>
    public Option<string?> Report { get; } = PathOption.ForFile(
        "--report", "Write a report to this HTML file: metrics with intervals, curves, examples, the network and its options.");

    /// <summary>The option to open the pages at the end.</summary>
    public Option<bool> Open { get; } = new("--open")
    {
        Description = $"Open the pages of this run in the browser when it ends. Without another page, a report is written to {name}-report.html.",
    };

    /// <summary>The option to show the training while it runs.</summary>
    public Option<bool> Watch { get; } = new("--watch")
    {
        Description = "Show the training on a web page while it runs: curves, the time left, and buttons to stop and to save. The address is printed when "
            + $"the run starts. The best weights are saved to {name}-best.safetensors.",
    };

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> Options => [Report, Open, Watch];

    /// <summary>Converts the parsed command line to options.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="hasOtherPage">Whether the run writes another page to open, so that no report needs to be made.</param>
    public PageOptions Read(ParseResult result, bool hasOtherPage = false)
    {
        bool isOpened = result.GetValue(Open);
        string? file = result.GetValue(Report) ?? (isOpened && !hasOtherPage ? _defaultReport : null);
        return new PageOptions(file, isOpened, result.GetValue(Watch) ? _weights : null);
    }
}
