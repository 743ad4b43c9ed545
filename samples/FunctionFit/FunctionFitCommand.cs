using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The FunctionFit program: fits a function with one or more seeds and draws the fit with the median error.</summary>
internal sealed class FunctionFitCommand : TrainingCommand<FunctionFitOptions>
{
    private static readonly IFitProblem[] s_problems = [new LinearProblem(), new CurveProblem(), new SurfaceProblem()];

    private readonly Argument<string> _function = new Argument<string>("system") { Description = "The function to fit." }
        .AcceptOnlyFromAmong([.. s_problems.Select(p => p.Name)]);

    private readonly Option<string?> _optimizer = new Option<string?>("--optimizer")
    {
        Description = "The optimizer. Default: momentum for the curve, sgd for the line and the surface.",
    }
        .AcceptOnlyFromAmong(OptimizerNames.All);

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "The number of fits, which use the seeds 0, 1, ... The fit with the median error is drawn.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _compare = new("--compare") { Description = "Also fit with every optimizer and draw the loss curves." };

    private readonly Option<string> _backend = BackendOption.Create();

    private readonly RankCommandLine _ranks = new();

    private readonly Option<string?> _json = PathOption.ForJsonFile();

    private readonly Option<string?> _svg = PathOption.ForFile(
        "--svg", "Draw the fit to this SVG file. Default: the function's name followed by .svg.");

    private readonly PageCommandLine _pages = new("function-fit");

    public FunctionFitCommand(TextWriter output, TextWriter error, bool isTerminal) : base(output, error, isTerminal)
    {
        Command = new RootCommand("Fits a line, a curve or a surface with a neural network.")
        {
            _function, _optimizer, _seeds, _compare, _backend, _json, _svg, _pages.Report, _pages.Open, _pages.Watch,
        };
        foreach (Option option in _ranks.Options)
        {
            Command.Add(option);
        }
    }

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _ranks.OptionNames;

    protected override RootCommand Command { get; }

    protected override FunctionFitOptions ReadOptions(ParseResult result)
    {
        IFitProblem problem = s_problems.Single(p => p.Name == result.GetValue(_function));
        int seedCount = result.GetValue(_seeds);
        if (seedCount < 1)
        {
            throw new ArgumentException($"--seeds must be at least 1, but it is {seedCount}.");
        }

        string optimizer = result.GetValue(_optimizer) ?? problem.DefaultOptimizer;
        return new FunctionFitOptions(
            problem, optimizer, seedCount, result.GetValue(_compare), result.GetValue(_json),
            result.GetValue(_svg) ?? $"{problem.Name}.svg", BackendOption.Read(result, _backend), _ranks.ReadLocalSteps(result),
            _pages.Read(result));
    }

    protected override void Run(FunctionFitOptions options, RunContext run)
    {
        run.EnsureWritable(options.SvgFile, options.JsonFile);
        using RunPages pages = RunPages.Begin(options.Pages, run, $"Fit: {options.Problem.Name}");
        long start = Stopwatch.GetTimestamp();
        OptimizerSpec optimizer = options.Problem.CreateOptimizer(options.Optimizer);
        FitResult[] results = Fit(options, run, pages, [.. Enumerable.Range(0, options.SeedCount).Select(seed => new FitSettings(optimizer, seed))]);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!run.IsMain)
        {
            FitForComparison(options, run, pages);
            return;
        }

        FitResult medianFit = results.OrderBy(r => r.MeanSquaredError).ElementAt((results.Length - 1) / 2);
        (string text, Picture picture) = options.Problem.Draw(medianFit);
        run.Output.WriteLine(text);
        picture.SaveSvg(options.SvgFile);
        DrawComparison(options, run, FitForComparison(options, run, pages));

        FunctionFitReport report = new(
            options.Problem.Name, options.Optimizer, MedianError(results), [.. results.Select(r => r.MeanSquaredError)], seconds);
        foreach (string note in medianFit.Notes)
        {
            run.Output.WriteLine(note);
        }

        pages.WriteReport(_ => medianFit.CreateReport(new ReportOptions { Title = $"Fit of {picture.Title}", ExtraPictures = [picture] }));
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Problem.Name}, {options.Optimizer}: "
            + $"mean squared error {report.MeanSquaredError:G4} (median of {options.SeedCount}), {seconds:F1} s, "
            + $"drawn in {options.SvgFile}"));
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, report);
        }

        pages.Open();
    }

    private static FitResult[] Fit(FunctionFitOptions options, RunContext run, RunPages pages, FitSettings[] fits)
    {
        using ProgressDisplay progress = run.ShowProgress("fitting", hasEpochLines: false);
        FitResult[] results = new FitResult[fits.Length];
        for (int i = 0; i < fits.Length; i++)
        {
            progress.BeginPart("fit", i + 1, fits.Length);
            results[i] = options.Problem.Fit(fits[i] with
            {
                Backend = options.Backend,
                Callbacks = pages.Callbacks,
                Progress = progress,
                Ranks = run.Ranks,
                LocalSteps = options.LocalSteps,
                Cancellation = run.Ranks is null ? run.Cancellation : CancellationToken.None,
                StopToken = run.Ranks is null ? CancellationToken.None : run.Cancellation,
            });
            run.ThrowIfCancelled();
        }

        return results;
    }

    // Returns the fit with each optimizer, if they are to be compared. All processes take part.
    private static FitResult[] FitForComparison(FunctionFitOptions options, RunContext run, RunPages pages) => options.CompareOptimizers
        ? Fit(options, run, pages, [.. OptimizerNames.All.Select(name => new FitSettings(options.Problem.CreateOptimizer(name)))])
        : [];

    private static void DrawComparison(FunctionFitOptions options, RunContext run, FitResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        TextCurve[] curves = [.. OptimizerNames.All.Zip(results, (name, result) => TextCurve.OfValues(name, result.Losses))];
        string title = $"{options.Problem.Name}: loss by step";
        run.Output.WriteLine(TextPlot.Draw(title, "step", "loss", curves, logarithmicY: true));
        Pictures.Lines(title, "step", "loss", [.. curves.Select(curve => (curve.Name, curve.Points))], logarithmicY: true)
            .SaveSvg(Path.ChangeExtension(options.SvgFile, ".loss.svg"));
    }

    private static double MedianError(FitResult[] results)
    {
        double[] errors = [.. results.Select(r => r.MeanSquaredError).Order()];
        int middle = errors.Length / 2;
        return errors.Length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
    }
}
