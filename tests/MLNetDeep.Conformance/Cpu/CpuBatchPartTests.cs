using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuBatchPartTests : BatchPartConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;

    // The first step has three rows in each of two ranks; in the second, a rank has none.
    [Fact]
    public void Each_layer_takes_part_in_steps_of_several_ranks()
    {
        List<string> errors = [];
        int count = 0;
        foreach (LayerCase layerCase in LayerCases.All.Where(layerCase => !Refuses(layerCase.Network)))
        {
            try
            {
                CheckSteps(
                    layerCase.Network, layerCase.Data, ranks: 2, _ => [.. Enumerable.Range(0, layerCase.Data.RowCount)],
                    (rank, step, batch) => Where(batch, i => step == 1 ? rank == 0 : (i % 2 == 0) == (rank == step % 2)), steps: 2, layerCase.Loss);
                count++;
            }
            catch (Exception exception)
            {
                errors.Add($"{layerCase.Name}: {exception.Message}");
            }
        }

        Assert.True(errors.Count == 0, string.Join("\n", errors));
        Assert.True(count > 100, $"Only {count} cases.");
    }
}
