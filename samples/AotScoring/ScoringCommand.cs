using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>The program: loads a network and writes the scores of each row.</summary>
/// <param name="input">The rows, if no file is named.</param>
/// <param name="output">Receives a line for each row.</param>
/// <param name="error">Receives error messages, one line each, and times.</param>
/// <param name="started">When the program began, as <see cref="Stopwatch.GetTimestamp"/> says.</param>
internal sealed class ScoringCommand(TextReader input, TextWriter output, TextWriter error, long started)
{
    /// <summary>Runs the program with command-line arguments and returns the exit code.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            if (ScoringOptions.Parse(arguments) is { } options)
            {
                Score(options);
            }
            else
            {
                output.WriteLine(ScoringOptions.Help);
            }

            return ExitCodes.Success;
        }
        catch (ArgumentException e)
        {
            return Report(e, ExitCodes.InvalidOption);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException or OutOfMemoryException)
        {
            return Report(e, ExitCodes.Failure);
        }
    }

    private void Score(ScoringOptions options)
    {
        Network network = NetworkFile.Load(options.Model, options.Network);
        TimeSpan loaded = Stopwatch.GetElapsedTime(started);
        TimeSpan? scored = null;
        long scoring = 0, count = 0;
        ScoreLines lines = new(network.Spec, options.Labels);
        using IRows rows = OpenRows(options.Rows);
        using RowScorer scorer = new(network, options.Scale);
        while (rows.Read() is { } row)
        {
            ReadOnlySpan<float> scores;
            long start = Stopwatch.GetTimestamp();
            try
            {
                scores = scorer.Score(row);
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException($"{rows.Place}: {e.Message}", e);
            }

            scoring += Stopwatch.GetTimestamp() - start;
            count++;
            output.WriteLine(lines.Format(scores));
            scored ??= Stopwatch.GetElapsedTime(started);
        }

        if (options.ShowsTimes)
        {
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Loaded after {loaded.TotalMilliseconds:F2} ms, first score written after {scored?.TotalMilliseconds:F2} ms. "
                + $"{count} scores, {scoring * 1e6 / Stopwatch.Frequency / Math.Max(1, count):F3} µs each. {Vectors()}"));
        }
    }

    private IRows OpenRows(string? path) => path is null
        ? new CsvRows("Standard input", input)
        : (IRows?)IdxRows.TryOpen(path) ?? new CsvRows($"'{path}'", new StreamReader(path));

    private static string Vectors()
    {
        int floats = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
        return $"Vectors of {floats} floats, {(Fma.IsSupported ? "fused" : "separate")} multiplication and addition.";
    }

    private int Report(Exception e, int exitCode)
    {
        error.WriteLine(e.Message.ReplaceLineEndings(" "));
        return exitCode;
    }
}
