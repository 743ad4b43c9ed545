using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using MLNetDeep.Neural;

namespace AotScoring.Tests;

/// <summary>Tests the program that Native AOT made: its size, its scores beside those of the JIT compiler, its errors.</summary>
public partial class PublishedProgramTests(PublishedProgram program)
{
    private static readonly Network[] s_networks =
    [
        new(new NetworkSpec([37], [new Dense(33, Activation.Gelu), new LayerNormalization(), new Dense(17, Activation.Elu), new Dense(3)]), seed: 1),
        new(
            new NetworkSpec(
                [9, 8, 2],
                [
                    new Conv2D(5, new(3, 3), activation: Activation.Relu), new MaxPooling2D(), new BatchNormalization(),
                    new Conv2D(18, new(2, 2), activation: Activation.Tanh), new Flatten(), new Dense(20, Activation.Sigmoid), new Dense(5, Activation.Softmax),
                ]),
            seed: 2),
        new(
            new NetworkSpec(
                [7],
                [
                    new Embedding(50, 12), new Bidirectional(new LSTM(6, returnSequences: true)), new MultiHeadAttention(2, 4), new GRU(9),
                    new Dense(1, Activation.Sigmoid),
                ]),
            seed: 3),
    ];

    [Fact]
    public void The_program_is_one_file_of_less_than_6_MB()
    {
        program.EnsurePublished();
        Assert.Empty(Directory.GetFiles(program.Folder, "*.dll"));
        Assert.SkipUnless(Toolchain.RuntimeIdentifier == "linux-x64", "The size was measured for linux-x64.");
        Assert.InRange(new FileInfo(program.Path).Length, 1_000_000, 6_000_000);
    }

    // The scores are written with as many digits as it takes to read the same number back, so equal texts are equal bits.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scores_are_those_of_the_JIT_compiler_at_the_same_vector_width(int index)
    {
        Network network = s_networks[index];
        string model = program.File($"network-{index}.safetensors"), rows = program.File($"rows-{index}.csv");
        network.Save(model);
        await File.WriteAllLinesAsync(rows, Rows(network.Spec, count: 25));
        (int exitCode, string scores, string times) = await program.RunAsync(model, rows, "--times");
        Assert.True(exitCode == 0, times);
        (exitCode, string expected, string jitTimes) = await PublishedProgram.RunWithJitAsync(Limits(times), model, rows, "--times");
        Assert.True(exitCode == 0, jitTimes);

        Assert.Equal(Vectors().Match(jitTimes).Value, Vectors().Match(times).Value);
        Assert.Equal(25, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.Equal(expected, scores);
    }

    [Fact]
    public async Task Scores_are_those_of_the_library()
    {
        Network network = s_networks[0];
        string model = program.File("network.safetensors"), rows = program.File("rows.csv");
        network.Save(model);
        string[] lines = Rows(network.Spec, count: 10);
        await File.WriteAllLinesAsync(rows, lines);
        (int exitCode, string output, string error) = await program.RunAsync(model, rows);
        Assert.True(exitCode == 0, error);
        float[][] expected = network.Predict(lines.Select(Numbers).ToArray());
        float[][] scores = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Numbers)];
        Assert.Equal(10, scores.Length);
        Assert.All(expected.Zip(scores), row => Assert.All(row.First.Zip(row.Second), score => Assert.Equal(score.First, score.Second, 1e-5f)));
    }

    [Fact]
    public async Task Errors_are_one_line_and_an_exit_code()
    {
        string damaged = program.File("damaged.zip"), model = program.File("one.safetensors"), rows = program.File("short.csv");
        await File.WriteAllTextAsync(damaged, "PK and no zip");
        s_networks[0].Save(model);
        await File.WriteAllTextAsync(rows, "1,2,3\n");
        (string[] Arguments, int ExitCode, string Message)[] cases =
        [
            ([], 2, "0 files are named"),
            ([model, "--scale", "0"], 2, "--scale is '0'; accepted"),
            ([program.File("none.zip")], 1, "none.zip"),
            ([damaged], 1, "cannot be loaded. This is not a model file of ML.NET with a network, or it is damaged"),
            ([model, rows], 1, "line 1: 3 values; the network takes 37."),
        ];
        foreach ((string[] arguments, int expected, string message) in cases)
        {
            (int exitCode, string output, string error) = await program.RunAsync(arguments);
            Assert.Equal((expected, ""), (exitCode, output));
            Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    // What the runtime must not use, so that its vectors are those of the published program.
    private static IEnumerable<(string Name, string Value)> Limits(string times)
    {
        if (RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            return [];
        }

        string floats = Vectors().Match(times).Groups["floats"].Value;
        return floats switch
        {
            "4" => [("DOTNET_EnableAVX2", "0")],
            "8" => [("DOTNET_EnableAVX512", "0")],
            _ => [],
        };
    }

    private static string[] Rows(NetworkSpec spec, int count)
    {
        Random random = new(7);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => spec.IndexCount is { } indices
                ? string.Join(',', Enumerable.Range(0, random.Next(3, spec.InputSize + 1)).Select(_ => random.Next(1, indices)))
                : string.Join(',', Enumerable.Range(0, spec.InputSize)
                    .Select(_ => ((random.NextSingle() * 4) - 2).ToString(CultureInfo.InvariantCulture)))),
        ];
    }

    private static float[] Numbers(string line) => [.. line.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"Vectors of (?<floats>\d+) floats, (fused|separate)")]
    private static partial Regex Vectors();
}
