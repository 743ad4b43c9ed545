using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuRandomNetworkTests : RandomNetworkConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;

    // Batches of so many rows that threads share the work of most layers, and a last one with fewer.
    [Fact]
    public void Random_networks_have_the_same_weights_on_any_number_of_threads()
    {
        for (int seed = 100_000; seed < 100_000 + Count; seed++)
        {
            RandomNetworks random = new(seed);
            NetworkSpec spec = random.Network();
            TrainingData data = random.Data(spec, 300);
            float[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Network network = new(spec, seed: 1);
                network.Fit(data, new FitOptions { BatchSize = 130, Optimizer = new Sgd(0.01), Threads = threads });
                return network.GetWeights().SelectMany(tensor => tensor.Values).ToArray();
            })];
            Assert.True(weights[0].AsSpan().SequenceEqual(weights[1]), $"Seed {seed}: two threads give other weights than one. {spec}");
            Assert.True(weights[0].AsSpan().SequenceEqual(weights[2]), $"Seed {seed}: three threads give other weights than one. {spec}");
        }
    }
}
