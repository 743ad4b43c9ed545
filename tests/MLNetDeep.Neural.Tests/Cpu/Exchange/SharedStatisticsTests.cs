using MLNetDeep.Neural.Cpu;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Cpu.Exchange;

public class SharedStatisticsTests
{
    // With n = 1, 4 and 0 values: M = (1 m₁ + 4 m₂) / 5, V = (1 (v₁ + (m₁ - M)²) + 4 (v₂ + (m₂ - M)²)) / 5. The means are 3000 times the
    // deviation, far from the running mean, so a sum of squares in float would have no digit left. The third session's numbers do not count.
    [Theory]
    [InlineData(0)]
    [InlineData(2999)]
    public unsafe void The_variance_keeps_its_digits_far_from_the_running_mean(float runningMean)
    {
        int[] counts = [1, 4, 0];
        float[] means = [3000.25f, 2998.5f, float.NaN], variances = [0, 0.75f, float.NaN];
        const double Mean = 2998.85, Variance = ((1.4 * 1.4) + (4 * (0.75 + (0.35 * 0.35)))) / 5;
        InProcessExchange[] exchanges = InProcessExchange.Create(RankTraining.Ranks);
        (float Mean, float Variance)[] results = RankTraining.OnThreads(rank =>
        {
            BatchPart part = new();
            part.Begin(counts[rank], exchanges[rank]);
            SharedStatistics statistics = new(part, 1);
            (float mean, float variance, float running) = (means[rank], variances[rank], runningMean);
            Assert.Equal(5, statistics.CombineStatistics(Math.Max(counts[rank], 1), &mean, &variance, &running));
            return (mean, variance);
        });
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.Equal((float)Mean, results[0].Mean);
        Assert.Equal(Variance, results[0].Variance, 1e-6);
    }
}
