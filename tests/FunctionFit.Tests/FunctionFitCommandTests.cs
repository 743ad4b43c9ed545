using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.FunctionFit;
using MLNetDeep.Trainers;
using Samples.Tests;

namespace FunctionFit.Tests;

public sealed partial class FunctionFitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_linear_fit_recovers_slope_and_intercept()
    {
        (_, string output, _) = Run("linear");
        Match weights = Weights().Match(output);
        Assert.Equal(LinearProblem.Slope, float.Parse(weights.Groups[1].Value, CultureInfo.InvariantCulture), 1e-3f);
        Assert.Equal(LinearProblem.Intercept, float.Parse(weights.Groups[2].Value, CultureInfo.InvariantCulture), 1e-3f);
    }

    // The weights of a linear regression start at 0, and an optimizer with a tiny rate leaves them there. So the predictions are 0, not the
    // mean of y that they would be with standardized labels, and the loss is the mean of y squared: y is 0.1 x + 0.3, from 0.3 to 0.4.
    [Fact]
    public void The_points_are_trained_on_as_they_are()
    {
        FitResult fit = new LinearProblem().Fit(new FitSettings(new Sgd(1e-9)));
        Assert.All(fit.Predictions, prediction => Assert.Equal(0, prediction, 1e-5f));
        Assert.InRange(fit.Losses[0], 0.09, 0.16);
        Assert.Equal(fit.MeanSquaredError, fit.Losses[0], 1e-5);
        MultilayerPerceptronOptions curve = CurveProblem.CreateOptions(new FitSettings(new Sgd(0.1)));
        Assert.Equal((false, false), (curve.StandardizeFeatures, curve.StandardizeLabels));
    }

    // In the same number of steps, momentum and Adam fit the curve, while the error of plain SGD is still close to the variance of y.
    [Theory]
    [InlineData("curve", "momentum", 0, 0.04)]
    [InlineData("curve", "adam", 0, 0.005)]
    [InlineData("curve", "sgd", 3, 4.5)]
    [InlineData("surface", "sgd", 0, 0.25)]
    [InlineData("surface", "adam", 0, 0.08)]
    public void The_median_error_of_five_seeds_is_in_the_expected_range(string function, string optimizer, double low, double high)
    {
        JsonElement report = RunWithReport(function, "--optimizer", optimizer, "--seeds", "5");
        double[] errors = [.. report.GetProperty("meanSquaredErrors").EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(5, errors.Distinct().Count());
        Assert.Equal(errors.Order().ElementAt(2), report.GetProperty("meanSquaredError").GetDouble());
        Assert.InRange(report.GetProperty("meanSquaredError").GetDouble(), low, high);
        Assert.Equal((function, optimizer), (report.GetProperty("system").GetString(), report.GetProperty("optimizer").GetString()));
        Assert.True(report.GetProperty("seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData("linear", "polyline")]
    [InlineData("surface", "rect")]
    public void The_fit_is_drawn_as_text_and_SVG(string function, string svgElement)
    {
        (int exitCode, string output, string error) = Run(function);
        Assert.Equal((ExitCodes.Success, ""), (exitCode, error));
        Assert.Contains("network", output);
        Assert.Contains(XElement.Load(Path.Combine(_folder, "fit.svg")).Descendants(), e => e.Name.LocalName == svgElement);
    }

    [Fact]
    public void Compare_draws_the_loss_curves_of_all_optimizers()
    {
        (_, string output, _) = Run("linear", "--compare");
        Assert.Contains("* sgd   o momentum   + adam", output);
        Assert.True(File.Exists(Path.Combine(_folder, "fit.loss.svg")));
    }

    [Theory]
    [InlineData("linear", "aria-label=\"y = 0.1 x + 0.3.")]
    [InlineData("surface", "aria-label=\"f(x, y) = x cos y.")]
    public void The_report_has_the_error_and_the_drawing(string function, string drawing)
    {
        string report = Path.Combine(_folder, "report.html");
        JsonElement json = RunWithReport(function, "--report", report);
        Assert.Equal(json.GetProperty("meanSquaredError").GetDouble(), ReportFile.Metric(report, "Mean squared error"), 1e-6);
        Assert.Contains(drawing, WebUtility.HtmlDecode(File.ReadAllText(report)));
    }

    [Theory]
    [InlineData("plane")]
    [InlineData("curve", "--optimizer", "lbfgs")]
    [InlineData("curve", "--seeds", "0")]
    [InlineData]
    public void An_invalid_option_reports_one_line_and_exit_code_2(params string[] arguments)
    {
        SampleRun run = Run(arguments);
        Assert.Equal(ExitCodes.InvalidOption, run.ExitCode);
        Assert.NotEmpty(run.ErrorLine);
    }

    // The ranks are threads here. The files of the second one would be in a folder of its own. Sums are added in another order, and 1,000 steps
    // carry the rounding on; another seed changes the error of the surface by a tenth and more.
    [Theory]
    [InlineData("linear", "--compare")]
    [InlineData("surface", "--seeds", "2")]
    public async Task Ranks_give_the_errors_of_one_process_and_the_first_alone_writes(params string[] arguments)
    {
        double[] expected = Errors(RunWithReport(arguments));
        string others = Directory.CreateDirectory(Path.Combine(_folder, "others")).FullName;
        string[] outputs = await RankRuns.ExecuteAsync(
            ranks: 2,
            (output, error, join) => new FunctionFitCommand(output, error, isTerminal: false) { JoinRanks = join },
            rank => [.. arguments, .. Files(rank == 0 ? _folder : others)]);
        double[] actual = Errors(SampleRun.ReadReport(Path.Combine(_folder, "report.json")));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-2 * pair.First));
        Assert.Contains("mean squared error ", outputs[0]);
        Assert.Equal("", outputs[1]);
        Assert.Empty(Directory.GetFileSystemEntries(others));

        static double[] Errors(JsonElement report) => [.. report.GetProperty("meanSquaredErrors").EnumerateArray().Select(e => e.GetDouble())];

        static string[] Files(string folder) =>
            ["--json", Path.Combine(folder, "report.json"), "--svg", Path.Combine(folder, "fit.svg"), "--report", Path.Combine(folder, "report.html")];
    }

    private JsonElement RunWithReport(params string[] arguments)
    {
        string file = Path.Combine(_folder, "report.json");
        Run([.. arguments, "--json", file]);
        return SampleRun.ReadReport(file);
    }

    [Fact]
    public void The_backend_can_be_chosen_in_a_build_with_TorchSharp() => BackendOptionCheck.Check(backend => Run(["linear", .. backend]));

    private SampleRun Run(params string[] arguments) => SampleRun.Execute(
        (output, error) => new FunctionFitCommand(output, error, isTerminal: false), [.. arguments, "--svg", Path.Combine(_folder, "fit.svg")]);

    [GeneratedRegex(@"W = (\S+), b = (\S+)")]
    private static partial Regex Weights();
}
