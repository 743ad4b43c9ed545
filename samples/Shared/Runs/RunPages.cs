using System.Collections.Immutable;
using MLNetDeep.Hosting;
using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples;

/// <summary>
/// The web pages of a run: a dashboard while it trains, and files that are opened at its end. Dispose it when the run ends; then the
/// dashboard ends too.
/// </summary>
internal sealed class RunPages : IDisposable
{
    private readonly PageOptions _options;
    private readonly RunContext _run;
    private readonly TrainingDashboard? _dashboard;
    private readonly List<string> _files = [];

    private RunPages(PageOptions options, RunContext run, TrainingDashboard? dashboard)
    {
        (_options, _run, _dashboard) = (options, run, dashboard);
    }

    /// <summary>The callbacks that the trainings of the run must have.</summary>
    public ImmutableArray<TrainingCallback> Callbacks =>
        _dashboard is not null ? [_dashboard.Callback] : _options.WeightsFile is not null ? [new DashboardCallback()] : [];

    /// <summary>
    /// Checks that the report can be written, and starts the dashboard if there is to be one. Of several processes that train together, only the
    /// first one has pages.
    /// </summary>
    /// <param name="options">The pages.</param>
    /// <param name="run">The run.</param>
    /// <param name="title">The title of the dashboard.</param>
    /// <exception cref="IOException">The report or the weights cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file's folder takes no new files, or its path is a folder.</exception>
    public static RunPages Begin(PageOptions options, RunContext run, string title)
    {
        run.EnsureWritable(options.ReportFile);
        if (options.WeightsFile is not { } weights || !run.IsMain)
        {
            return new RunPages(options, run, dashboard: null);
        }

        TrainingDashboard dashboard = TrainingDashboard.Start(new TrainingDashboardOptions { Title = title, SavePath = weights });
        run.Output.WriteLine($"Watch the training at {dashboard.Address}");
        run.Output.WriteLine($"Its best weights are saved to {weights}.");
        return new RunPages(options, run, dashboard);
    }

    /// <summary>Writes the report, if there is to be one.</summary>
    /// <param name="create">Makes the report. What it is given reads rows with their progress shown.</param>
    public void WriteReport(Func<ProgressDisplay, EvaluationReport> create)
    {
        if (_run.IsMain && _options.ReportFile is { } file)
        {
            _run.ShowProgress("making the report", create).SaveHtml(file);
            Add("report", file);
        }
    }

    /// <summary>Says where a page is, which is opened at the end.</summary>
    /// <param name="name">What the page is, such as "report".</param>
    /// <param name="file">The file with the page.</param>
    public void Add(string name, string file)
    {
        _run.Output.WriteLine($"The {name} is in {file}.");
        _files.Add(file);
    }

    /// <summary>Opens the pages in the browser, if that is wanted. What cannot be opened is named, and does not fail the run.</summary>
    public void Open()
    {
        foreach (string file in _options.IsOpened ? _files : [])
        {
            try
            {
                _run.OpenFile(file);
            }
            catch (IOException e)
            {
                _run.Output.WriteLine($"{file} could not be opened in a browser: {e.Message}");
            }
        }
    }

    public void Dispose() => _dashboard?.Dispose();
}
