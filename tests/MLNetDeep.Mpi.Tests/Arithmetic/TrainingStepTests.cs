using MLNetDeep.Benchmarks.Distributed.Model;

namespace MLNetDeep.Mpi.Tests.Arithmetic;

public class TrainingStepTests
{
    private static readonly NetworkLink s_link = new("test", 8e6, 1e-3) { PayloadShare = 1, TripCostSeconds = 0 };

    // 64 KB take 66 ms between two hosts. 10 ms of computing.
    private static readonly TrainingStep s_step = new(0.010, 64_000, OptimizerStates: 2);

    [Fact]
    public void Step_IsComputingAndExchange()
    {
        Assert.Equal(0.076, s_step.Seconds(2, s_link), 9);
        Assert.Equal(20.0 / 76, s_step.Efficiency(2, s_link, aloneSeconds: 0.020), 9);
    }

    // Weights and two states are 192 KB: 96 KB each way, twice, 192 ms, and 2 * 3 trips as these messages are long. Shared by 8 steps.
    [Fact]
    public void LocalSteps_ShareAnExchangeOfWeightsAndStates()
    {
        TrainingStep local = s_step with { LocalSteps = 8 };
        Assert.Equal(24_000, local.BytesPerStep, 9);
        Assert.Equal(0.010 + (0.198 / 8), local.Seconds(2, s_link), 9);
    }

    // The example of docs/distributed-arithmetic.md, worked there by hand.
    [Theory]
    [InlineData(1, 10.6, 32.6)]
    [InlineData(8, 25.1, 25.1)]
    public void PageExample_IsRight(int localSteps, double exchangeMilliseconds, double stepMilliseconds)
    {
        NetworkLink link = new("1 Gbit/s", 1e9, 0.5e-3) { PayloadShare = NetworkLink.LargeFramePayload };
        TrainingStep step = new(0.022, 225_034 * sizeof(float), OptimizerStates: 2) { LocalSteps = localSteps };
        Assert.Equal(exchangeMilliseconds, step.ExchangeSeconds(2, link) * 1e3, 1);
        Assert.Equal(stepMilliseconds, step.Seconds(2, link) * 1e3, 1);
    }

    // 4 steps share the sum at an epoch's begin, of 48 bytes: 24 each way, twice, 0.048 ms, and 2 trips. The one after its end is not in its
    // duration. So it is with an exchange after every 8 steps: 0.198 s, as above, and the same sum.
    [Theory]
    [InlineData(1, 0.076 + (0.002048 / 4))]
    [InlineData(8, 0.010 + (0.198 / 8) + (0.002048 / 4))]
    public void Epoch_BeginsWithASum(int localSteps, double expected) =>
        Assert.Equal(expected, (s_step with { StepsPerEpoch = 4, LocalSteps = localSteps }).Seconds(2, s_link), 9);

    // Two sums per layer; 48 bytes, 24 each way, twice: 0.048 ms and 2 trips each.
    [Fact]
    public void Normalization_AddsTwoSumsPerLayer() =>
        Assert.Equal(0.076 + (3 * 2 * 0.002048), (s_step with { NormalizationLayers = 3 }).Seconds(2, s_link), 9);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Simulation_OfEqualHostsIsTheArithmetic(int localSteps)
    {
        TrainingStep step = s_step with { LocalSteps = localSteps };
        double simulated = ClusterSimulation.MeanStepSeconds(step, 16, s_link, Stragglers.None, exchanges: 10, seed: 1);
        Assert.Equal(step.Seconds(16, s_link), simulated, 9);
    }

    // The larger of two normal numbers with the deviation s is on average s / sqrt(pi) above the mean.
    [Fact]
    public void Simulation_WaitsForTheSlowestHost()
    {
        Stragglers stragglers = Stragglers.None with { StepSpread = 0.05 };
        double simulated = ClusterSimulation.MeanStepSeconds(s_step, 2, s_link, stragglers, exchanges: 20_000, seed: 1);
        Assert.Equal(0.066 + (0.010 * (1 + (0.05 / Math.Sqrt(Math.PI)))), simulated, 5);
    }

    // A stall of 50 ms in every tenth step of one host adds 5 ms per step.
    [Fact]
    public void Simulation_AddsStalls()
    {
        Stragglers stragglers = Stragglers.None with { StallProbability = 0.1, StallSeconds = 0.05 };
        double simulated = ClusterSimulation.MeanStepSeconds(s_step, 1, s_link, stragglers, exchanges: 200_000, seed: 1);
        Assert.Equal(0.015, simulated, 4);
    }
}
