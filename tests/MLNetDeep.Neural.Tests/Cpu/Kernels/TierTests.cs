using System.Text.RegularExpressions;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Data;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Runs the kernel tests in child processes with wider SIMD instructions disabled, and verifies that they are disabled. The widest
/// instructions need no child: the tests of this process use them.
/// </summary>
public partial class TierTests
{
    public const string ExpectedTier = "MLNETDEEP_EXPECTED_TIER";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(15);

    private static readonly Type[] Classes =
    [
        typeof(KernelTests), typeof(ActivationKernelTests), typeof(GradientKernelTests),
        typeof(SoftmaxKernelTests), typeof(RecurrentKernelTests), typeof(PoolingKernelTests), typeof(ChannelNormalizationKernelTests),
        typeof(PositionMapKernelTests), typeof(TableKernelTests),
        typeof(FeatureFormsTests), typeof(PatchKernelTests),
        typeof(SparsePatchKernelTests), typeof(DepthwiseKernelTests), typeof(WinogradKernelTests),
        typeof(UnitKernelTests), typeof(PositionNormalizationKernelTests), typeof(RepeatedValuesTests),
    ];

    [Theory]
    [InlineData(SimdTier.Vector256, "DOTNET_EnableAVX512")]
    [InlineData(SimdTier.Vector128, "DOTNET_EnableAVX2")]
    [InlineData(SimdTier.Scalar, "DOTNET_EnableHWIntrinsic")]
    internal async Task Kernels_are_correct_with(SimdTier tier, string disabledSetting)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedTier) is not null, "This process was started by this test.");
        Assert.SkipWhen(KernelSet.BestTier < tier, $"This processor has no {tier}.");
        string program = Path.ChangeExtension(typeof(TierTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        string[] commandLine = [program, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })];
        using ChildProcess process = ChildProcess.Start(commandLine, folder: null, [(ExpectedTier, tier.ToString()), (disabledSetting, "0")]);
        (int exitCode, string output, string errors) = await process.WaitAsync(s_timeout);
        output += errors;
        Assert.True(exitCode == 0, output);

        // No test was skipped, in particular not the one that verifies the tier.
        Match counts = Counts().Match(output);
        Assert.True(counts.Success && int.Parse(counts.Groups["total"].Value) > 5, output);
        Assert.Equal("0", counts.Groups["skipped"].Value);
    }

    [GeneratedRegex(@"Total: (?<total>\d+).*?Skipped: (?<skipped>\d+)")]
    private static partial Regex Counts();
}
