using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The FunctionFit program: fits a system with several seeds, draws the median fit and reports the errors.</summary>
internal sealed class FunctionFitCommand : SampleCommand<FunctionFitOptions>
{
    private static readonly IFitSystem[] s_systems = [new LinearSystem(), new CurveSystem(), new SurfaceSystem()];

    private readonly Argument<string> _system = new Argument<string>("system") { Description = "The function to fit." }
        .AcceptOnlyFromAmong([.. s_systems.Select(s => s.Name)]);

    private readonly Option<string?> _optimizer = new Option<string?>("--optimizer")
    {
        Description = "The optimizer. Default: momentum for the curve, sgd for the others.",
    }
        .AcceptOnlyFromAmong(OptimizerNames.All);

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "The number of fits, with the seeds 0, 1, ...; the fit with the median error is drawn.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _compare = new("--compare") { Description = "Also draw the loss curves of all optimizers." };

    private readonly Option<string?> _json = PathOption.OfJson();

    private readonly Option<string?> _svg = PathOption.OfFile(
        "--svg", "The SVG file to draw the fit to. Default: the function's name with .svg.");

    public FunctionFitCommand(TextWriter output, TextWriter error) : base(output, error) =>
        Command = new RootCommand("Fits a line, a curve or a surface with a neural network.")
        {
            _system, _optimizer, _seeds, _compare, _json, _svg,
        };

    protected override RootCommand Command { get; }

    protected override FunctionFitOptions Read(ParseResult result)
    {
        IFitSystem system = s_systems.Single(s => s.Name == result.GetValue(_system));
        int seeds = result.GetValue(_seeds);
        if (seeds < 1)
        {
            throw new ArgumentException($"--seeds must be at least 1, but it is {seeds}.");
        }

        string optimizer = result.GetValue(_optimizer) ?? system.DefaultOptimizer;
        return new FunctionFitOptions(
            system, optimizer, seeds, result.GetValue(_compare), result.GetValue(_json), result.GetValue(_svg) ?? $"{system.Name}.svg");
    }

    protected override void Run(FunctionFitOptions options, CancellationToken cancellation)
    {
        OutputFile.Check(options.SvgFile);
        OutputFile.Check(options.JsonFile);
        long start = Stopwatch.GetTimestamp();
        OptimizerSpec optimizer = options.System.Optimizer(options.Optimizer);
        FitResult[] results = [.. Enumerable.Range(0, options.Seeds).Select(seed => options.System.Fit(optimizer, seed, cancellation))];
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        FitResult median = results.OrderBy(r => r.MeanSquaredError).ElementAt((results.Length - 1) / 2);
        (string text, Action<TextWriter> writeSvg) = options.System.Draw(median);
        Output.WriteLine(text);
        OutputFile.Write(options.SvgFile, writeSvg);
        if (options.Compare)
        {
            Compare(options, cancellation);
        }

        FunctionFitReport report = new(
            options.System.Name, options.Optimizer, Median(results), [.. results.Select(r => r.MeanSquaredError)], seconds);
        foreach (string note in median.Notes)
        {
            Output.WriteLine(note);
        }

        Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.System.Name}, {options.Optimizer}: mean squared error {report.MeanSquaredError:G4} (median of {options.Seeds}), "
            + $"{seconds:F1} s, drawn in {options.SvgFile}"));
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, report);
        }
    }

    private void Compare(FunctionFitOptions options, CancellationToken cancellation)
    {
        IEnumerable<Series> curves = OptimizerNames.All
            .Select(name => Series.OfValues(name, options.System.Fit(options.System.Optimizer(name), 0, cancellation).Errors));
        LineChart chart = new($"{options.System.Name}: loss by step or epoch", [.. curves]) { LogarithmicY = true, YLabel = "loss" };
        Output.WriteLine(chart.ToText());
        OutputFile.Write(Path.ChangeExtension(options.SvgFile, ".loss.svg"), chart.WriteSvg);
    }

    private static double Median(FitResult[] results)
    {
        double[] errors = [.. results.Select(r => r.MeanSquaredError).Order()];
        int middle = errors.Length / 2;
        return errors.Length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
    }
}
