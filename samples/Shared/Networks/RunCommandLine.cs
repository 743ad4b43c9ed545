using System.CommandLine;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples;

/// <summary>
/// The command-line options that apply to the training of any network: the backend, the processes that train together, the seed and the number
/// of threads.
/// </summary>
internal sealed class RunCommandLine
{
    private readonly Option<int> _seed;
    private readonly Option<int?> _threads = new("--threads")
    {
        Description = $"The number of threads. Default: one per processor core; with {RankCommandLine.MpiName}, the cores divided by the processes of "
            + "the machine.",
    };


    /// <summary>Creates the options.</summary>
    /// <param name="randomNumbers">What the seed determines, for the help text.</param>
    /// <param name="defaultSeed">The default of the seed.</param>
    public RunCommandLine(string randomNumbers, int defaultSeed = 0)
    {
        _seed = new("--seed")
        {
            Description = $"The seed for all random numbers: {randomNumbers}.",
            DefaultValueFactory = _ => defaultSeed,
        };
    }

    /// <summary>The option for the backend.</summary>
    public Option<string> Backend { get; } = BackendOption.Create();

    /// <summary>The options for the processes that train together.</summary>
    public RankCommandLine Ranks { get; } = new();

    /// <summary>The options that apply to models without a network too: the seed and the number of threads.</summary>
    public IReadOnlyList<Option> Options => [_seed, _threads];

    /// <summary>The options by the names that the trainers have for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames => [(nameof(NeuralTrainerOptions.Threads), _threads), .. Ranks.OptionNames];

    /// <summary>Returns trainer options extended by the parsed command line.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public TOptions Read<TOptions>(ParseResult result, TOptions options)
        where TOptions : NeuralTrainerOptions => (TOptions)(options with
        {
            Seed = result.GetValue(_seed),
            Threads = result.GetValue(_threads),
            Backend = BackendOption.Read(result, Backend),
            LocalSteps = Ranks.ReadLocalSteps(result),
        });
}
