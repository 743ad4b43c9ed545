using System.CommandLine;
using System.Globalization;
using MLNetDeep.Tuning;

namespace MLNetDeep.Samples.TuningSample;

/// <summary>The Tuning program: searches hyper-parameters for digits or texts, and compares the best with the defaults.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True if the output is a terminal.</param>
internal sealed class TuningCommand(TextWriter output, TextWriter error, bool isTerminal)
    : TrainingCommand<TuningSampleOptions>(output, error, isTerminal)
{
    private const string Halving = "halving";
    private const string RandomName = "random";
    private const int HalvingEpochs = 9;

    private readonly Argument<string> _problem = new Argument<string>("data")
    {
        Description = "What to search for: a network for handwritten digits, or for the sentiment of texts.",
    }
        .AcceptOnlyFromAmong(DigitsProblem.Name, SentimentProblem.Name);

    private readonly Option<string?> _data = PathOption.ForDataFolder("The folder with the MNIST files or the labelled sentences.");
    private readonly Option<int?> _rows = new("--rows") { Description = "Search with the first digits only, this many." };
    private readonly Option<string?> _tsv = PathOption.ForFile("--tsv", "Search with the labelled texts of this file.");
    private readonly Option<int?> _testLast = new("--test-last") { Description = "Test with the last texts, this many. Default: a random fifth." };
    private readonly Option<int> _trials = new("--trials")
    {
        Description = "The number of trials.",
        DefaultValueFactory = _ => TuningOptions.DefaultTrials,
    };

    private readonly Option<string?> _strategy = new Option<string?>("--strategy")
    {
        Description = "Train all trials to the end, or the best of each rung longer (successive halving). "
            + $"Default: {Halving} for {DigitsProblem.Name}, {RandomName} for {SentimentProblem.Name}.",
    }
        .AcceptOnlyFromAmong(Halving, RandomName);

    private readonly Option<int?> _epochs = new("--epochs")
    {
        Description = $"The greatest number of epochs of a trial. Default: {HalvingEpochs} for {Halving}; for {RandomName}, "
            + "as the trial's values or the trainer's default say.",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "The number of trials at once. Default: one per core.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<int> _seed = new("--seed") { Description = "The seed, which determines the result." };
    private readonly Option<string?> _journal = PathOption.ForFile(
        "--journal", "Keep the results in this file, and go on from it if it exists. Default: the data's name followed by .tuning.jsonl.");

    private readonly Option<string?> _svg = PathOption.ForFile("--svg", "Draw the trials to this SVG file. Default: the data's name followed by .tuning.svg.");
    private readonly Option<string?> _save = PathOption.ForFile("--save", "Save the best model to this file.");
    private readonly Option<string?> _json = PathOption.ForJsonFile();

    protected override RootCommand Command => new("Searches the hyper-parameters of a network.")
    {
        _problem, _data, _rows, _tsv, _testLast, _trials, _strategy, _epochs, _parallel, _seed, _journal, _svg, _save, _json,
        new RankCommandLine().Options.Single(option => option.Name == RankCommandLine.MpiName),
    };

    protected override IEnumerable<(string Name, Option Option)> OptionNames =>
    [
        (nameof(TuningOptions.Trials), _trials), (nameof(TuningOptions.ParallelTrials), _parallel),
        (nameof(SuccessiveHalving.MaxEpochs), _epochs), (nameof(RandomSearch.Epochs), _epochs),
    ];

    protected override TuningSampleOptions ReadOptions(ParseResult result)
    {
        string name = result.GetValue(_problem)!;
        bool isDigits = name == DigitsProblem.Name;
        foreach (Option option in isDigits ? (Option[])[_tsv, _testLast] : [_rows])
        {
            if (result.GetResult(option) is not null)
            {
                throw new ArgumentException($"{option.Name} is not for {name}.");
            }
        }

        int? epochs = result.GetValue(_epochs);
        ITuningProblem problem = isDigits
            ? new DigitsProblem(result.GetValue(_data), Positive(result, _rows))
            : new SentimentProblem(result.GetValue(_data), result.GetValue(_tsv), Positive(result, _testLast));
        return new TuningSampleOptions(
            problem,
            new TuningOptions
            {
                Metric = problem.Metric,
                ValidationFraction = problem.ValidationFraction,
                Trials = result.GetValue(_trials),
                Strategy = (result.GetValue(_strategy) is { } strategy ? strategy == Halving : problem.IsHalvedByDefault)
                    ? new SuccessiveHalving { MaxEpochs = epochs ?? HalvingEpochs }
                    : new RandomSearch { Epochs = epochs },
                ParallelTrials = result.GetValue(_parallel),
                Seed = result.GetValue(_seed),
                Journal = result.GetValue(_journal) ?? $"{name}.tuning.jsonl",
            })
        {
            SvgFile = result.GetValue(_svg) ?? $"{name}.tuning.svg",
            ModelFile = result.GetValue(_save),
            JsonFile = result.GetValue(_json),
        };
    }

    protected override void Run(TuningSampleOptions options, RunContext run) => new TuningProgram(options, run).Run();

    private static int? Positive(ParseResult result, Option<int?> option) => result.GetValue(option) is { } value && value < 1
        ? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be at least 1, but it is {value}."))
        : result.GetValue(option);
}
