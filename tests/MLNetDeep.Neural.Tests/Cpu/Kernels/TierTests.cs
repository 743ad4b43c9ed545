using System.Diagnostics;
using System.Text.RegularExpressions;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Data;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>Runs the tests of kernels in processes that have the wider instructions switched off, and see that they are off.</summary>
public partial class TierTests
{
    public const string ExpectedTier = "MLNETDEEP_EXPECTED_TIER";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    private static readonly Type[] Classes =
    [
        typeof(KernelTests), typeof(ActivationKernelTests), typeof(GradientKernelTests), typeof(SoftmaxKernelTests), typeof(FeatureFormsTests),
    ];

    [Theory]
    [InlineData(SimdTier.Vector512, null)]
    [InlineData(SimdTier.Vector256, "DOTNET_EnableAVX512")]
    [InlineData(SimdTier.Vector128, "DOTNET_EnableAVX2")]
    [InlineData(SimdTier.Scalar, "DOTNET_EnableHWIntrinsic")]
    internal async Task Kernels_are_right_in(SimdTier tier, string? switchedOff)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedTier) is not null, "Already in such a process.");
        Assert.SkipWhen(KernelSet.BestTier < tier, $"This processor has no {tier}.");
        string program = Path.ChangeExtension(typeof(TierTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        ProcessStartInfo start = new(program, Classes.SelectMany(type => new[] { "-class", type.FullName! }))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ExpectedTier] = tier.ToString();
        if (switchedOff is not null)
        {
            start.Environment[switchedOff] = "0";
        }

        (int exitCode, string output) = await RunAsync(start);
        Assert.True(exitCode == 0, output);

        // All of them ran: none skipped, the check of the tier in particular.
        Match counts = Counts().Match(output);
        Assert.True(counts.Success && int.Parse(counts.Groups["total"].Value) > 5, output);
        Assert.Equal("0", counts.Groups["skipped"].Value);
    }

    /// <summary>Runs a program, which has ended when this has, whatever happens.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [GeneratedRegex(@"Total: (?<total>\d+).*?Skipped: (?<skipped>\d+)")]
    private static partial Regex Counts();
}
