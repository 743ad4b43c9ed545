using System.CommandLine;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples;

/// <summary>The command-line options for a training on several processes, shared by the samples.</summary>
internal sealed class RankCommandLine
{
    /// <summary>The name of the option that joins the processes.</summary>
    public const string MpiName = "--mpi";

    private static readonly string s_example =
        $"mpirun -n 4 dotnet run --no-build -c Release --project samples/{typeof(RankCommandLine).Assembly.GetName().Name} -- {MpiName}";

    private readonly Option<bool> _mpi = new(MpiName)
    {
        Description = $"Train together with the other processes that mpirun has started, as in: {s_example}. The first one alone writes results and "
            + "files.",

        // The option is looked up by its name before the command line is parsed, so a value, as in "--mpi false", would be ignored.
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<int> _localSteps = new("--local-steps")
    {
        Description = $"With {MpiName}, on slow networks: average the weights after this many steps that each process takes alone (local SGD). "
            + "1 averages the gradients in every step, which gives the results of a single process.",
        DefaultValueFactory = _ => FitOptions.DefaultLocalSteps,
    };

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> Options => [_mpi, _localSteps];

    /// <summary>The options by the names that the trainers have for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames => [(nameof(NeuralTrainerOptions.LocalSteps), _localSteps)];

    /// <summary>
    /// Keeps control characters out of the output of a rank. Open MPI hands the ranks a terminal even if its own output is a file, and .NET sets a
    /// terminal up, unless its type is "dumb". Call this before the console is used.
    /// </summary>
    /// <param name="arguments">The command-line arguments.</param>
    public static void PrepareConsole(string[] arguments)
    {
        if (arguments.Contains(MpiName))
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");
        }
    }

    /// <summary>Joins the processes that mpirun has started.</summary>
    /// <exception cref="ArgumentException">The program was not started by mpirun.</exception>
    /// <exception cref="MpiException">There is no MPI that fits.</exception>
    public static IGradientExchange Join() => MpiExchange.IsLaunched
        ? MpiExchange.World
        : throw new ArgumentException($"{MpiName} joins the processes that mpirun has started, but this one was not. Start it with: {s_example}");

    /// <summary>Returns the number of steps that a process takes alone, which the trainers check.</summary>
    /// <exception cref="ArgumentException">The number is set without --mpi.</exception>
    public int ReadLocalSteps(ParseResult result) => result.GetResult(_localSteps) is not { Implicit: false } || result.GetValue(_mpi)
        ? result.GetValue(_localSteps)
        : throw new ArgumentException($"{_localSteps.Name} needs {MpiName}.");
}
